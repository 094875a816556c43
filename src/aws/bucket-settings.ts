import type { BucketEncryption, ObjectOwnership } from '../evidence.ts'
import { type Fact, known, unknown } from '../fact.ts'
import type { Account } from './account.ts'
import { factOf, knownOf } from './answer.ts'
import type { BucketPlace } from './bucket-place.ts'
import { reads } from './commands.ts'

const ownerships = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'] satisfies ObjectOwnership[]

/**
 * Who owns what others upload. A bucket from before April 2023 may have no setting, which means the uploader.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export async function readObjectOwnership(
  account: Account,
  { Bucket, region }: BucketPlace,
): Promise<Fact<ObjectOwnership>> {
  const answer = await account.ask(reads.getBucketOwnershipControls, { Bucket }, region)
  return factOf(
    answer,
    ({ OwnershipControls }): Fact<ObjectOwnership> => {
      const said = OwnershipControls?.Rules?.[0]?.ObjectOwnership
      const ownership = ownerships.find((name) => name === said)
      return ownership === undefined ? unknown('S3 answered without an Object Ownership setting') : known(ownership)
    },
    { OwnershipControlsNotFoundError: known('ObjectWriter') },
  )
}

const sseS3: BucketEncryption = { sseAlgorithm: 'AES256', bucketKeyEnabled: false, blockedEncryptionTypes: [] }

/**
 * What uploads without an encryption header get. Where nothing is configured, S3 encrypts with its own keys.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
 */
export async function readBucketEncryption(
  account: Account,
  { Bucket, region }: BucketPlace,
): Promise<Fact<BucketEncryption>> {
  const answer = await account.ask(reads.getBucketEncryption, { Bucket }, region)
  return factOf(
    answer,
    ({ ServerSideEncryptionConfiguration }): Fact<BucketEncryption> => {
      const rule = ServerSideEncryptionConfiguration?.Rules?.[0]
      const byDefault = rule?.ApplyServerSideEncryptionByDefault
      const kmsMasterKeyId = byDefault?.KMSMasterKeyID
      return known({
        sseAlgorithm: byDefault?.SSEAlgorithm ?? 'AES256',
        ...(kmsMasterKeyId === undefined ? {} : { kmsMasterKeyId }),
        bucketKeyEnabled: rule?.BucketKeyEnabled ?? false,
        blockedEncryptionTypes: (rule?.BlockedEncryptionTypes?.EncryptionType ?? []).filter((type) => type !== 'NONE'),
      })
    },
    { ServerSideEncryptionConfigurationNotFoundError: known(sseS3) },
  )
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html */
export async function readRequestPayer(account: Account, { Bucket, region }: BucketPlace): Promise<Fact<string>> {
  const answer = await account.ask(reads.getBucketRequestPayment, { Bucket }, region)
  return factOf(
    answer,
    knownOf(({ Payer }): string => Payer ?? 'BucketOwner'),
  )
}
