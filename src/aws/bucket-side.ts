import type { BucketEncryption, BucketSide, KmsKey, S3Object } from '../evidence.ts'
import { type Fact, known, mapFact, unknown } from '../fact.ts'
import type { Account } from './account.ts'
import { readGrants } from './acl.ts'
import { type Answer, factOf } from './answer.ts'
import type { BucketPlace } from './bucket-place.ts'
import { readBucketPolicy, readBucketPolicyStatus } from './bucket-policy.ts'
import { readBucketEncryption, readObjectOwnership, readRequestPayer } from './bucket-settings.ts'
import { reads } from './commands.ts'
import type { FoundBucket } from './find-bucket.ts'
import { readKmsKey } from './kms-key.ts'
import { askObject, type ObjectName, readObject } from './object.ts'
import { readAccountPublicAccessBlock, readBucketPublicAccessBlock } from './public-access-block.ts'
import { chooseKey, type KeyWish } from './which-key.ts'

/** One bucket's side without its organization's policies, which are read elsewhere. */
export type BareSide = Omit<BucketSide, 'resourceControlPolicies'>

export interface SideAsked {
  readonly found: FoundBucket
  /** `null` for requests that name no object. */
  readonly object: ObjectName | null
  readonly wish: KeyWish
  readonly callerAccount: string | null
  readonly accountById: (id: string) => Account
}

export interface SideRead {
  readonly side: BareSide
  /** What AWS itself says of the bucket policy. */
  readonly policyIsPublic: Fact<boolean>
}

/** Reads all that belongs to one bucket. Where nobody would say whose it is, all of it is missing for that reason. */
export async function readBucketSide(asked: SideAsked): Promise<SideRead> {
  const { owner, exists, region } = asked.found
  const base = { bucketAccount: owner, bucketExists: exists, bucketRegion: region }
  if (owner.kind !== 'known') {
    const rest = {
      bucketPolicy: owner,
      bucketPublicAccessBlock: owner,
      accountPublicAccessBlock: owner,
      objectOwnership: owner,
      bucketAcl: owner,
      bucketEncryption: owner,
      requestPayer: owner,
      object: owner,
    }
    return { side: { ...base, ...rest, kmsKey: await keyOf(asked, owner, owner) }, policyIsPublic: owner }
  }
  const account = asked.accountById(owner.value)
  const place: BucketPlace = {
    Bucket: asked.found.bucket,
    ...(region.kind === 'known' ? { region: region.value } : {}),
  }
  const [policy, status, bucketBlock, accountBlock, objectOwnership, acl, bucketEncryption, requestPayer, answers] =
    await Promise.all([
      readBucketPolicy(account, place),
      readBucketPolicyStatus(account, place),
      readBucketPublicAccessBlock(account, place),
      readAccountPublicAccessBlock(account, place),
      readObjectOwnership(account, place),
      account.ask(reads.getBucketAcl, { Bucket: place.Bucket }, place.region),
      readBucketEncryption(account, place),
      readRequestPayer(account, place),
      asked.object === null ? null : askObject(account, place, asked.object),
    ])
  const ids = canonicalIdsOf(asked, owner.value, acl)
  const object: Fact<S3Object> =
    answers === null ? unknown('the request names no object') : readObject(answers, ids, owner, objectOwnership)
  const encrypted = withSaidKey(object, asked.wish)
  return {
    side: {
      ...base,
      bucketPolicy: policy,
      bucketPublicAccessBlock: bucketBlock,
      accountPublicAccessBlock: accountBlock,
      objectOwnership,
      bucketAcl: factOf(acl, (output) => readGrants(output, ids)),
      bucketEncryption,
      requestPayer,
      object: encrypted,
      kmsKey: await keyOf(asked, encrypted, bucketEncryption),
    },
    policyIsPublic: status,
  }
}

function canonicalIdsOf(
  { found, callerAccount }: SideAsked,
  owner: string,
  acl: Answer<{ readonly Owner?: { readonly ID?: string | undefined } | undefined }>,
) {
  const ownerId = acl.kind === 'answered' ? acl.output.Owner?.ID : undefined
  const accountOf = new Map(found.canonicalIds)
  if (ownerId !== undefined) accountOf.set(ownerId, owner)
  const callersKnown = callerAccount === null || [...accountOf.values()].includes(callerAccount)
  return { accountOf, callersKnown }
}

/** A refusal that names a KMS key shows how the object is encrypted, where HeadObject may not be called. */
function withSaidKey(object: Fact<S3Object>, { said, forWriting }: KeyWish): Fact<S3Object> {
  if (said === undefined || forWriting) return object
  return mapFact(object, (value) =>
    value.encryption.kind === 'known' || !value.exists
      ? value
      : {
          ...value,
          encryption: known({
            serverSideEncryption: 'aws:kms',
            kmsKeyArn: said,
            bucketKeyEnabled: false,
            sseCustomer: false,
          }),
        },
  )
}

async function keyOf(
  { found, object, wish, callerAccount, accountById }: SideAsked,
  objectFact: Fact<S3Object>,
  encryption: Fact<BucketEncryption>,
): Promise<Fact<KmsKey | null>> {
  const id = object === null && wish.said === undefined ? known(null) : chooseKey(wish, objectFact, encryption)
  if (id.kind !== 'known') return id
  if (id.value === null) return known(null)
  const requester = callerAccount ?? (found.owner.kind === 'known' ? found.owner.value : null)
  if (requester === null) return unknown(`nobody says whose key ${id.value} is`)
  return readKmsKey(id.value, {
    requester: accountById(requester),
    accountById,
    ...(found.region.kind === 'known' ? { region: found.region.value } : {}),
  })
}
