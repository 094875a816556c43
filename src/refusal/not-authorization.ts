import { type NotAuthorization, verdictOf } from './error-codes.ts'
import { errorWords } from './error-words.ts'

/** AWS's sentence of refusal, or its bare `Access Denied`: whatever else stands beside it, a policy refused. */
const isRefusal = (message: string): boolean => /is not authorized to perform|access ?denied/i.test(message)

/** The kind of an error message that is no refusal, or `null`. */
export function readNotAuthorization(message: string): NotAuthorization | null {
  if (isRefusal(message) && !/request has expired/i.test(message)) return null
  // Codes are written in one word of several; plain words such as "forbidden" are prose.
  for (const [word] of message.matchAll(/\b[A-Z][a-z]+(?:[A-Z][a-z]*)+\b/g)) {
    const verdict = verdictOf(word, undefined)
    if (verdict !== null && verdict !== 'refusal') return verdict
  }
  const lower = message.toLowerCase()
  return errorWords.find(({ words }) => lower.includes(words))?.kind ?? null
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
  if (isRefusal(message)) return null
  return otherCodes.find((code) => message.includes(code)) ?? null
}
