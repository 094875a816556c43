import type { PolicySource } from '../evidence.ts'
import { type Fact, known } from '../fact.ts'
import type { Account } from './account.ts'
import { factOf } from './answer.ts'
import type { BucketPlace } from './bucket-place.ts'
import { reads } from './commands.ts'
import { readDocument } from './policy-document.ts'

/**
 * The bucket's policy; `null` only where S3 says NoSuchBucketPolicy. Outside the owner's account S3 answers 405
 * MethodNotAllowed, which says nothing of the policy.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
 */
export async function readBucketPolicy(
  account: Account,
  { Bucket, region }: BucketPlace,
): Promise<Fact<PolicySource | null>> {
  const answer = await account.ask(reads.getBucketPolicy, { Bucket }, region)
  const source = ({ Policy }: { readonly Policy?: string | undefined }): Fact<PolicySource | null> =>
    known({ name: `${Bucket} bucket policy`, document: readDocument(Policy) })
  return factOf(answer, source, { NoSuchBucketPolicy: known(null) })
}

/** Whether AWS itself calls the policy public: a cross-check of what the engine finds. */
export async function readBucketPolicyStatus(
  account: Account,
  { Bucket, region }: BucketPlace,
): Promise<Fact<boolean>> {
  const answer = await account.ask(reads.getBucketPolicyStatus, { Bucket }, region)
  return factOf(answer, ({ PolicyStatus }) => known(PolicyStatus?.IsPublic === true), {
    NoSuchBucketPolicy: known(false),
  })
}
