import type { PublicAccessBlock } from '../evidence.ts'
import { type Fact, known } from '../fact.ts'
import type { Account } from './account.ts'
import { factOf, knownOf } from './answer.ts'
import type { BucketPlace } from './bucket-place.ts'
import { reads } from './commands.ts'

/** S3's switches as it sends them; one that is not sent is off. */
export interface Switches {
  readonly BlockPublicAcls?: boolean | undefined
  readonly IgnorePublicAcls?: boolean | undefined
  readonly BlockPublicPolicy?: boolean | undefined
  readonly RestrictPublicBuckets?: boolean | undefined
}

export const readSwitches = (given: Switches | undefined): PublicAccessBlock => ({
  BlockPublicAcls: given?.BlockPublicAcls ?? false,
  IgnorePublicAcls: given?.IgnorePublicAcls ?? false,
  BlockPublicPolicy: given?.BlockPublicPolicy ?? false,
  RestrictPublicBuckets: given?.RestrictPublicBuckets ?? false,
})

const takeSwitches = knownOf(
  (output: { readonly PublicAccessBlockConfiguration?: Switches | undefined }): PublicAccessBlock | null =>
    readSwitches(output.PublicAccessBlockConfiguration),
)

const notConfigured = { NoSuchPublicAccessBlockConfiguration: known(null) }

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html */
export async function readBucketPublicAccessBlock(
  account: Account,
  { Bucket, region }: BucketPlace,
): Promise<Fact<PublicAccessBlock | null>> {
  return factOf(await account.ask(reads.getBucketPublicAccessBlock, { Bucket }, region), takeSwitches, notConfigured)
}

/**
 * The account's switches, an organization's S3 policy included: S3 Control answers with what is in force.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html
 */
export async function readAccountPublicAccessBlock(
  account: Account,
  { region }: BucketPlace,
): Promise<Fact<PublicAccessBlock | null>> {
  const answer = await account.ask(reads.getAccountPublicAccessBlock, { AccountId: account.id }, region)
  return factOf(answer, takeSwitches, notConfigured)
}
