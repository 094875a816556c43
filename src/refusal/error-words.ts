import type { NotAuthorization } from './error-codes.ts'

/** Words, in lower case, by which an error is told where the code is left out. */
export interface ErrorWords {
  readonly words: string
  readonly kind: NotAuthorization
  /** Other services say the same, so S3 must be named beside it. */
  readonly shared?: true
}

/** What S3 and its clients say where no policy refused. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const errorWords: readonly ErrorWords[] = [
  { words: 'please reduce your request rate', kind: 'throttling' },
  { words: 'reduce your request rate', kind: 'throttling' },
  { words: 'the specified bucket does not exist', kind: 'no-such-bucket' },
  { words: 'the specified key does not exist', kind: 'no-such-key' },
  { words: 'must be addressed using the specified endpoint', kind: 'wrong-region' },
  { words: 'the authorization header is malformed; the region', kind: 'wrong-region' },
  { words: 'incorrect region, the bucket is not in', kind: 'wrong-region', shared: true },
  { words: 'the difference between the request time and the current time', kind: 'clock-skew' },
  { words: 'the request signature we calculated does not match', kind: 'signature' },
  { words: 'the provided token has expired', kind: 'expired-token', shared: true },
  { words: 'request has expired', kind: 'expired-token', shared: true },
  { words: 'the security token included in the request is expired', kind: 'expired-token', shared: true },
  { words: 'the aws access key id you provided does not exist', kind: 'invalid-access-key' },
  { words: 'could not connect to the endpoint url', kind: 'network', shared: true },
  { words: 'connect timeout on endpoint url', kind: 'network', shared: true },
  { words: 'read timeout on endpoint url', kind: 'network', shared: true },
  { words: 'connection was closed before we received a valid response', kind: 'network', shared: true },
  { words: 'ssl validation failed for', kind: 'network', shared: true },
  { words: 'unable to execute http request', kind: 'network', shared: true },
  { words: 'no such host', kind: 'network', shared: true },
  { words: 'i/o timeout', kind: 'network', shared: true },
  { words: 'connection refused', kind: 'network', shared: true },
  { words: 'connection timed out', kind: 'network', shared: true },
  { words: 'connection reset by peer', kind: 'network', shared: true },
  { words: 'econnrefused', kind: 'network', shared: true },
  { words: 'econnreset', kind: 'network', shared: true },
  { words: 'enotfound', kind: 'network', shared: true },
  { words: 'etimedout', kind: 'network', shared: true },
  { words: 'eai_again', kind: 'network', shared: true },
  { words: 'could not resolve host', kind: 'network', shared: true },
  { words: 'unknownhostexception', kind: 'network', shared: true },
  { words: 'name or service not known', kind: 'network', shared: true },
  { words: 'network is unreachable', kind: 'network', shared: true },
]
