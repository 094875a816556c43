import type { ObjectEncryption, ObjectOwnership, Retention, S3Object } from '../evidence.ts'
import { type Fact, known, unknown } from '../fact.ts'
import type { Account } from './account.ts'
import { accountOfCanonicalId, type CanonicalIds, type RawAcl, readGrants } from './acl.ts'
import { type Answer, factOf, knownOf, notRead } from './answer.ts'
import type { BucketPlace } from './bucket-place.ts'
import { reads } from './commands.ts'
import { type ListedObject, listObject } from './listed-object.ts'

/** Which object of the bucket is meant. */
export interface ObjectName {
  readonly key: string
  readonly versionId?: string
}

interface Head {
  readonly StorageClass?: string | undefined
  readonly Restore?: string | undefined
  readonly ServerSideEncryption?: string | undefined
  readonly SSEKMSKeyId?: string | undefined
  readonly BucketKeyEnabled?: boolean | undefined
  readonly SSECustomerAlgorithm?: string | undefined
}

type Tagging = {
  readonly TagSet?: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined
}
type LockRetention = {
  readonly Retention?: { readonly Mode?: string | undefined; readonly RetainUntilDate?: Date | undefined } | undefined
}
type LegalHold = { readonly LegalHold?: { readonly Status?: string | undefined } | undefined }

/** All that was asked about one object; the parts need rights of their own. */
export interface ObjectAnswers {
  readonly head: Answer<Head>
  readonly listed: Answer<ListedObject | null>
  readonly acl: Answer<RawAcl & { readonly Owner?: { readonly ID?: string | undefined } | undefined }>
  readonly tags: Answer<Tagging>
  readonly retention: Answer<LockRetention>
  readonly legalHold: Answer<LegalHold>
}

/** Asks everything about the object side by side. Its data is never read; HeadObject needs the right to it all the same. */
export async function askObject(
  account: Account,
  { Bucket, region }: BucketPlace,
  { key: Key, versionId }: ObjectName,
): Promise<ObjectAnswers> {
  const name = { Bucket, Key, ...(versionId === undefined ? {} : { VersionId: versionId }) }
  const versioned = versionId !== undefined
  const [head, listed, acl, tags, retention, legalHold] = await Promise.all([
    account.ask(versioned ? reads.headObjectVersion : reads.headObject, name, region),
    listObject(account, { Bucket, ...(region === undefined ? {} : { region }) }, Key, versionId),
    account.ask(versioned ? reads.getObjectVersionAcl : reads.getObjectAcl, name, region),
    account.ask(versioned ? reads.getObjectVersionTagging : reads.getObjectTagging, name, region),
    account.ask(reads.getObjectRetention, name, region),
    account.ask(reads.getObjectLegalHold, name, region),
  ])
  return { head, listed, acl, tags, retention, legalHold }
}

const goneCodes = ['NoSuchKey', 'NoSuchVersion', 'NotFound']

/** Whether the object is there; any of the answers may settle it, and a refusal never says that it is not. */
export function existsBy({ head, listed, acl, tags }: ObjectAnswers): Fact<boolean> {
  if (listed.kind === 'answered') return known(listed.output !== null)
  const others = [head, acl, tags]
  if (others.some(({ kind }) => kind === 'answered')) return known(true)
  const gone = others.some((answer) => answer.kind === 'refused' && goneCodes.includes(answer.errorCode))
  return gone ? known(false) : notRead(listed)
}

const missing = unknown('the object does not exist')

/** The answers as evidence. `ownership` decides whether anybody but the bucket's account can own an object. */
export function readObject(
  answers: ObjectAnswers,
  ids: CanonicalIds,
  bucketAccount: Fact<string>,
  ownership: Fact<ObjectOwnership>,
): Fact<S3Object> {
  const exists = existsBy(answers)
  if (exists.kind !== 'known') return exists
  if (!exists.value) {
    const rest = { storageClass: missing, restored: missing, encryption: missing, tags: missing }
    return known({ ...rest, exists: false, owner: missing, acl: missing, retention: missing, legalHold: missing })
  }
  const { head, listed, acl } = answers
  const enforced = ownership.kind === 'known' && ownership.value === 'BucketOwnerEnforced'
  return known({
    exists: true,
    owner: enforced ? bucketAccount : ownerOf(answers, ids),
    acl: factOf(acl, (output) => readGrants(output, ids)),
    storageClass:
      head.kind === 'answered'
        ? known(head.output.StorageClass ?? 'STANDARD')
        : fromListing(listed, ({ storageClass }) => storageClass),
    restored:
      head.kind === 'answered'
        ? known(head.output.Restore?.includes('ongoing-request="false"') === true)
        : fromListing(listed, ({ restored }) => restored),
    encryption: encryptionOf(head),
    tags: factOf(answers.tags, knownOf(tagsIn)),
    retention: readLock(answers.retention, retentionIn, null),
    legalHold: readLock(answers.legalHold, ({ LegalHold }) => LegalHold?.Status === 'ON', false),
  })
}

function ownerOf({ listed, acl }: ObjectAnswers, ids: CanonicalIds): Fact<string> {
  const listedOwner = listed.kind === 'answered' ? listed.output?.ownerId : undefined
  const owner = listedOwner ?? (acl.kind === 'answered' ? acl.output.Owner?.ID : undefined)
  if (owner !== undefined) return accountOfCanonicalId(owner, ids)
  return listed.kind === 'refused' ? notRead(listed) : accountOfCanonicalId(undefined, ids)
}

const fromListing = <T>(listed: Answer<ListedObject | null>, read: (object: ListedObject) => T): Fact<T> =>
  factOf(listed, (object): Fact<T> => (object === null ? missing : known(read(object))))

/**
 * How the object is encrypted; the bucket's default says nothing of it, since older objects keep theirs.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 */
function encryptionOf(head: Answer<Head>): Fact<ObjectEncryption> {
  // S3 answers 400 to HEAD for an object under a customer's own key, and for other faults of the request.
  if (head.kind === 'refused' && head.status === 400) {
    return unknown('HeadObject answered 400, as it does for objects encrypted with a customer’s own key')
  }
  return factOf(head, ({ ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled, SSECustomerAlgorithm }) =>
    known({
      serverSideEncryption: ServerSideEncryption ?? (SSECustomerAlgorithm === undefined ? 'none' : 'AES256'),
      ...(SSEKMSKeyId === undefined ? {} : { kmsKeyArn: SSEKMSKeyId }),
      bucketKeyEnabled: BucketKeyEnabled ?? false,
      sseCustomer: SSECustomerAlgorithm !== undefined,
    }),
  )
}

const tagsIn = ({ TagSet = [] }: Tagging): Readonly<Record<string, string>> =>
  Object.fromEntries(TagSet.flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? '']])))

function retentionIn({ Retention: given }: LockRetention): Retention | null {
  if (given?.Mode === undefined || given.RetainUntilDate === undefined) return null
  // S3 keeps the date of a retention that is over; the engine takes what it is given to be in force.
  if (given.RetainUntilDate.getTime() <= Date.now()) return null
  return { mode: given.Mode, retainUntil: given.RetainUntilDate.toISOString() }
}

/**
 * An object without a lock answers NoSuchObjectLockConfiguration, and one in a bucket without Object Lock InvalidRequest
 * with a text that says so; that code has other texts too.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
function readLock<O, T>(answer: Answer<O>, read: (output: O) => T, none: T): Fact<T> {
  const isUnlocked =
    answer.kind === 'refused' &&
    (['NoSuchObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError'].includes(answer.errorCode) ||
      (answer.errorCode === 'InvalidRequest' && answer.message.includes('Object Lock')))
  return isUnlocked ? known(none) : factOf(answer, knownOf(read))
}
