import { type Account, askAll } from './account.ts'
import { type Answer, answered } from './answer.ts'
import type { BucketPlace } from './bucket-place.ts'
import { reads } from './commands.ts'

/** What a listing shows of an object. */
export interface ListedObject {
  /** Canonical id of the owner. */
  readonly ownerId?: string
  readonly storageClass: string
  readonly restored: boolean
}

interface Entry {
  readonly Key?: string | undefined
  readonly StorageClass?: string | undefined
  readonly Owner?: { readonly ID?: string | undefined } | undefined
  readonly RestoreStatus?:
    | { readonly IsRestoreInProgress?: boolean | undefined; readonly RestoreExpiryDate?: Date | undefined }
    | undefined
}

/**
 * The object in a listing, `null` where it is not there. The key itself sorts before all that begins with it, so that
 * one entry is enough, and must be compared exactly.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export async function listObject(
  account: Account,
  place: BucketPlace,
  key: string,
  versionId: string | undefined,
): Promise<Answer<ListedObject | null>> {
  if (versionId !== undefined) return listVersion(account, place, key, versionId)
  const { Bucket, region } = place
  const answer = await account.ask(
    reads.listObjects,
    { Bucket, Prefix: key, MaxKeys: 1, FetchOwner: true, OptionalObjectAttributes: ['RestoreStatus'] },
    region,
  )
  if (answer.kind === 'refused') return answer
  const entry = answer.output.Contents?.find(({ Key }) => Key === key)
  return answered(entry === undefined ? null : listed(entry))
}

/** Versions of the key come first too, newest first, until the next key begins. A delete marker is no object. */
async function listVersion(
  account: Account,
  { Bucket, region }: BucketPlace,
  key: string,
  versionId: string,
): Promise<Answer<ListedObject | null>> {
  const answer = await askAll(account, {
    read: reads.listObjectVersions,
    input: { Bucket, Prefix: key, OptionalObjectAttributes: ['RestoreStatus'] },
    items: ({ Versions }) => Versions?.filter(({ Key, VersionId }) => Key === key && VersionId === versionId),
    next: ({ IsTruncated, NextKeyMarker, NextVersionIdMarker }) =>
      IsTruncated === true && NextKeyMarker === key
        ? { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker }
        : null,
    ...(region === undefined ? {} : { region }),
  })
  if (answer.kind === 'refused') return answer
  const [entry] = answer.output
  return answered(entry === undefined ? null : listed(entry))
}

const listed = ({ Owner, StorageClass, RestoreStatus }: Entry): ListedObject => ({
  ...(Owner?.ID === undefined ? {} : { ownerId: Owner.ID }),
  storageClass: StorageClass ?? 'STANDARD',
  restored: RestoreStatus?.RestoreExpiryDate !== undefined && RestoreStatus.IsRestoreInProgress !== true,
})
