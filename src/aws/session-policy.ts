import { reads } from './commands.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const maxSessionPolicyLength = 2_048

const actions = [...new Set(Object.values(reads).map(({ action }) => action))].sort()

/** Actions on a bucket or an object. S3's account-wide ones take no resource but `*`, and access points' have ARNs of their own. */
const isOfBucket = (action: string): boolean =>
  action.startsWith('s3:') &&
  !action.includes('AccessPoint') &&
  action !== 's3:ListAllMyBuckets' &&
  action !== 's3:GetAccountPublicAccessBlock'

/**
 * What a session may do: the reads of one diagnosis, and S3's only in the buckets that were asked about. It narrows the
 * role and never widens it, so that a role which was given too much still reads nothing else. `buckets` is empty where
 * the ask names an access point alone.
 */
export function sessionPolicy(partition: string, buckets: readonly string[]): string {
  const names = buckets.length === 0 ? ['*'] : [...new Set(buckets)].sort()
  const arns = names.flatMap((name) => [`arn:${partition}:s3:::${name}`, `arn:${partition}:s3:::${name}/*`])
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: actions.filter((action) => !isOfBucket(action)), Resource: '*' },
      { Effect: 'Allow', Action: actions.filter(isOfBucket), Resource: arns },
    ],
  })
}
