import type { NotAuthorization } from '../refusal/error-codes.ts'
import type { Wording } from './problems.ts'

/** S3's errors that no policy causes, each with the one thing to do. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const wording = {
  throttling: {
    finding: 'S3 throttles this caller (`SlowDown`); no policy denies it',
    next: 'Let the client retry with exponential backoff, and spread the keys over more prefixes if it goes on.',
  },
  'no-such-bucket': {
    finding: 'The bucket does not exist (`NoSuchBucket`); no policy denies the request',
    next: 'Correct the bucket’s name and the region in which the client looks, or create the bucket.',
  },
  'no-such-key': {
    finding: 'The object does not exist (`NoSuchKey`); no policy denies the request',
    next: 'List the prefix to see which keys there are: mind case, a leading `/`, and whether the upload has finished.',
  },
  network: {
    finding: 'S3 was not reached; no policy denied anything yet',
    next: 'Check the endpoint’s name and region, then DNS, routes, proxy and the VPC endpoint where the caller runs.',
  },
  'wrong-region': {
    finding: 'The request went to the wrong region; no policy denies it',
    next: 'Set the client’s region to the one that the error names, or that `aws s3api head-bucket --bucket BUCKET` prints.',
  },
  'clock-skew': {
    finding: 'The caller’s clock is more than 15 minutes off (`RequestTimeTooSkewed`); no policy denies the request',
    next: 'Synchronize the clock where the call runs (chrony, NTP, the container host), and call again.',
  },
  signature: {
    finding: 'The signature does not match (`SignatureDoesNotMatch`); no policy denies the request',
    next: 'Set the secret key anew without stray spaces; if a proxy changes headers or the path, let it pass them unchanged.',
  },
  'expired-token': {
    finding: 'The caller’s credentials have expired (`ExpiredToken`); no policy denies the request',
    next: 'Sign in or assume the role again, and let the SDK refresh the credentials instead of copying them.',
  },
  'invalid-access-key': {
    finding: 'AWS does not know this access key (`InvalidAccessKeyId`); no policy denies the request',
    next: 'Use a key that exists: it may be deleted, of another partition, or a temporary key without its session token.',
  },
} as const satisfies Record<NotAuthorization, Wording>

export const wordOtherError = (error: NotAuthorization): Wording => wording[error]

/** A diagnosis names the kind as text, or AWS's own code where it is none of these. */
export const readOtherError = (text: string | null): NotAuthorization | null =>
  text !== null && isOtherError(text) ? text : null

const isOtherError = (text: string): text is NotAuthorization => Object.hasOwn(wording, text)
