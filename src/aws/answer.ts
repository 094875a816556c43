import { type Fact, known, unreadable } from '../fact.ts'

/** What came of one call: AWS's answer, or why there is none. Readers turn it into facts. */
export type Answer<O> = { readonly kind: 'answered'; readonly output: O } | Refusal

export interface Refusal {
  readonly kind: 'refused'
  /** The IAM action that the call needs: `s3:GetBucketPolicy`. */
  readonly action: string
  /** AWS's own code, or the network's (`TimeoutError`, `ECONNREFUSED`). */
  readonly errorCode: string
  /** `null` where no answer came from AWS at all. */
  readonly status: number | null
  readonly message: string
  /** `x-amz-bucket-region`, which S3 sends even where it refuses. */
  readonly bucketRegion: string | null
}

export const answered = <O>(output: O): Answer<O> => ({ kind: 'answered', output })

export const refusal = (
  action: string,
  errorCode: string,
  more: Partial<Pick<Refusal, 'status' | 'message' | 'bucketRegion'>> = {},
): Refusal => ({ kind: 'refused', action, errorCode, status: null, message: '', bucketRegion: null, ...more })

/**
 * An answer as a fact. `absent` holds the error codes by which AWS documents that the thing is not there; any other
 * refusal stays unreadable, never empty.
 */
export function factOf<O, T>(
  answer: Answer<O>,
  read: (output: O) => Fact<T>,
  absent: Readonly<Record<string, Fact<T>>> = {},
): Fact<T> {
  if (answer.kind === 'answered') return read(answer.output)
  return absent[answer.errorCode] ?? notRead(answer)
}

export const notRead = ({ action, errorCode }: Refusal) => unreadable(action, errorCode)

/** `read` where the value needs no more than to be taken out of the answer. */
export const knownOf =
  <O, T>(read: (output: O) => T) =>
  (output: O): Fact<T> =>
    known(read(output))

/** HEAD has no body, so that the SDK has only the status to name an error by. */
const headCodes: Readonly<Record<number, string>> = {
  301: 'PermanentRedirect',
  400: 'BadRequest',
  403: 'AccessDenied',
  404: 'NotFound',
  405: 'MethodNotAllowed',
}

/** Reads what the SDK throws. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function refusalOf(action: string, thrown: unknown): Refusal {
  if (!(thrown instanceof Error)) return refusal(action, 'UnknownError', { message: String(thrown) })
  const status = numberIn(fieldOf(thrown, '$metadata'), 'httpStatusCode')
  const unnamed =
    ['Unknown', 'UnknownError', 'Error', 'Forbidden', ''].includes(thrown.name) || /^\d+$/.test(thrown.name)
  const network = textIn(thrown, 'code')
  const errorCode = unnamed ? ((status === null ? network : headCodes[status]) ?? thrown.name) : thrown.name
  return refusal(action, errorCode || 'UnknownError', {
    status,
    message: thrown.message,
    bucketRegion: textIn(fieldOf(fieldOf(thrown, '$response'), 'headers'), 'x-amz-bucket-region'),
  })
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

function textIn(value: unknown, name: string): string | null {
  const field = fieldOf(value, name)
  return typeof field === 'string' ? field : null
}

function numberIn(value: unknown, name: string): number | null {
  const field = fieldOf(value, name)
  return typeof field === 'number' ? field : null
}

/** Whether AWS itself answered, be it with a refusal; a fault of AWS's own counts as no answer. */
export const cameFromAws = (answer: Answer<unknown>): boolean =>
  answer.kind === 'answered' || (answer.status !== null && answer.status < 500)
