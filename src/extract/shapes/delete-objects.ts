import { verdictOf } from '../../refusal/error-codes.ts'
import type { Shape } from '../found.ts'
import { readMessage } from '../message.ts'

const entry =
  /^key["']?\s{0,2}(?:=>|[:=])\s{0,3}(?:"([^"\n]{1,1100})"|'([^'\n]{1,1100})'),?\s{0,8}(?:["']?VersionId["']?\s{0,2}(?:=>|[:=])\s{0,3}["'][^"'\n]{1,1100}["'],?\s{0,8})?["']?Code["']?\s{0,2}(?:=>|[:=])\s{0,3}["']?(\w{3,60})["']?/i
const messageName = /^,?\s{0,8}["']?Message["']?\s{0,2}(?:=>|[:=])\s{0,3}/i

/**
 * `{'Key': K, 'Code': 'AccessDenied', 'Message': M}`: each key that DeleteObjects refused, inside an answer of HTTP 200.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
export const deleteEntry: Shape = {
  name: 'DeleteObjects entry',
  marks: ['key'],
  read: ({ at, ahead, near }) => {
    if (/\w$/.test(near)) return []
    const match = entry.exec(ahead)
    const key = match?.[1] ?? match?.[2]
    const verdict = verdictOf(match?.[3] ?? '', undefined)
    if (match === null || key === undefined || verdict === null) return []
    const rest = ahead.slice(match[0].length)
    const name = messageName.exec(rest)?.[0]
    const { message, length } = name === undefined ? { message: null, length: 0 } : readMessage(rest.slice(name.length))
    return [
      {
        at,
        end: at + match[0].length + (name?.length ?? 0) + length,
        role: 'error',
        covers: true,
        source: 'record',
        verdict,
        key,
        ...(message === null ? {} : { message }),
      },
    ]
  },
}
