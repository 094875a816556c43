/** Errors of S3's that are no refusal by a policy; INTERFACES.md's `notAuthorization`. */
export type NotAuthorization =
  | 'throttling'
  | 'no-such-bucket'
  | 'no-such-key'
  | 'network'
  | 'wrong-region'
  | 'clock-skew'
  | 'signature'
  | 'expired-token'
  | 'invalid-access-key'

/**
 * S3's error codes by kind; with each the words of its message, for tools that leave the code out.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const marks: readonly (readonly [NotAuthorization, readonly string[]])[] = [
  [
    'throttling',
    ['SlowDown', 'ThrottlingException', 'RequestLimitExceeded', 'TooManyRequests', 'reduce your request rate'],
  ],
  ['no-such-bucket', ['NoSuchBucket', 'specified bucket does not exist']],
  ['no-such-key', ['NoSuchKey', 'specified key does not exist', 'NoSuchVersion']],
  [
    'network',
    [
      'Could not connect to the endpoint URL',
      'Connect timeout on endpoint',
      'EndpointConnectionError',
      'ECONNREFUSED',
      'ENOTFOUND',
    ],
  ],
  [
    'wrong-region',
    ['AuthorizationHeaderMalformed', 'PermanentRedirect', 'IllegalLocationConstraint', 'IncorrectEndpoint'],
  ],
  ['clock-skew', ['RequestTimeTooSkewed', 'difference between the request time and the current time']],
  ['signature', ['SignatureDoesNotMatch', 'request signature we calculated does not match']],
  [
    'expired-token',
    ['ExpiredToken', 'TokenRefreshRequired', 'InvalidToken', 'token has expired', 'Request has expired'],
  ],
  ['invalid-access-key', ['InvalidAccessKeyId', 'Access Key Id you provided does not exist']],
]

/** The kind of an error message that is no refusal, or `null`; AWS's sentence of refusal always is one. */
export function readNotAuthorization(message: string): NotAuthorization | null {
  if (/is not authorized to perform/.test(message)) return null
  return marks.find(([, words]) => words.some((word) => message.includes(word)))?.[0] ?? null
}

/** Further codes of S3's that are no refusal and no kind of their own: the request's form, or the state of things. */
const otherCodes = [
  'PreconditionFailed',
  'MethodNotAllowed',
  'ConditionalRequestConflict',
  'OperationAborted',
  'BucketAlreadyExists',
  'BucketAlreadyOwnedByYou',
  'BucketNotEmpty',
  'InvalidBucketState',
  'InvalidRequest',
  'InvalidArgument',
  'InvalidRange',
  'MalformedPolicy',
  'MalformedXML',
  'EntityTooLarge',
  'NoSuchUpload',
  'NoSuchBucketPolicy',
  'NotImplemented',
  'InternalError',
  'ServiceUnavailable',
]

/** The code of another error that is no refusal, or `null`. */
export function readOtherError(message: string): string | null {
  if (/is not authorized to perform|access denied/i.test(message)) return null
  return otherCodes.find((code) => message.includes(code)) ?? null
}
