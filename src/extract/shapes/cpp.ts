import { verdictOf } from '../../refusal/error-codes.ts'
import type { Shape } from '../found.ts'
import { readMessage } from '../message.ts'
import { operationOf } from '../operation-names.ts'

/** `AWS Error ACCESS_DENIED during HeadObject operation: MSG` of the SDK for C++, in PyArrow and what is built on it. */
export const awsError: Shape = {
  name: 'AWS SDK for C++',
  marks: ['aws error '],
  read: ({ at, ahead }) => {
    const head =
      /^aws error (?:\[code \d{1,3}\] )?(\w{2,60})(?: \(HTTP status \d{3}\))? during (\w{2,80}) operation(?: \([^)\n]{1,60}\))?:?\s*/i.exec(
        ahead,
      )
    if (head === null) return []
    const status = /\(HTTP status (\d{3})\)/i.exec(head[0])?.[1]
    const operation = operationOf(head[2] ?? '')
    const verdict = verdictOf(head[1] ?? '', operation ?? undefined) ?? verdictOf(status ?? '', operation ?? undefined)
    if (verdict === null) return []
    const { message, length } = readMessage(ahead.slice(head[0].length))
    const found = {
      at,
      end: at + head[0].length + length,
      role: 'error',
      covers: true,
      source: 'error',
      verdict,
    } as const
    if (operation === null) return [{ otherService: true, ...found }]
    return [{ s3: true, operation, ...found, ...(message === null || message.startsWith('User:') ? {} : { message }) }]
  },
}

/** `When reading information for key 'K' in bucket 'B'`: PyArrow before the SDK's words. */
export const keyInBucket: Shape = {
  name: 'PyArrow',
  marks: ["for key '", "key '", 'for key "', 'object "', "object '", 'object `', 'key `', 'key "'],
  read: ({ at, ahead }) => {
    const named =
      /^(?:for )?(?:key|object) (["'`])([^\n]{1,1100}?)\1\s+(?:in|from|to|of)\s+(?:the\s+)?(?:S3\s+)?bucket\s+["'`]([^\s"'`]{3,255})["'`]/i.exec(
        ahead,
      )
    const [whole, , key, bucket] = named ?? []
    if (whole === undefined || key === undefined || bucket === undefined) return []
    return [
      {
        at,
        end: at + whole.length,
        role: 'context',
        source: 'record',
        toward: 'next',
        s3: true,
        target: { bucket, key },
      },
    ]
  },
}

/** Trino's `(Bucket: B, Key: K)` behind Java's words; the key may hold brackets and blanks. */
export const bucketAndKey: Shape = {
  name: 'Trino',
  marks: ['(bucket: '],
  read: ({ at, ahead }) => {
    const match = /^\(bucket: ([\w.-]{3,255}), key: ([^\n]{1,1100}?)\)(?=$|[\s,;"'\]]|\.(?:\s|$))/i.exec(ahead)
    if (match === null) return []
    const target = { bucket: match[1] ?? '', key: match[2] ?? '' }
    return [
      {
        at,
        end: at + match[0].length,
        role: 'context',
        source: 'record',
        toward: 'previous',
        covers: true,
        s3: true,
        target,
      },
    ]
  },
}
