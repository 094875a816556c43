import { verdictOf } from '../../refusal/error-codes.ts'
import type { Finding, Shape } from '../found.ts'
import { readMessage } from '../message.ts'
import { s3RequestId } from '../request-id.ts'
import { expired } from './botocore.ts'

/**
 * `MSG (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: X; …)` of Java v1 and
 * `MSG (Service: S3, Status Code: 403, Request ID: X)` of v2, which says no code; what is built on them prints the same.
 */
export const javaSuffix: Shape = {
  name: 'AWS SDK for Java',
  marks: ['(service: ', '(status code: ', '(service:\n'],
  read: ({ at, ahead, back }) => {
    const inside = insideBracket(ahead)
    const service = /^service:\s+([^;,)\n]{1,60})[;,)]/i.exec(inside)?.[1] ?? ''
    const status = /status\s+code:\s+(\d{3})/i.exec(inside)?.[1]
    if (status === undefined) return []
    const code = /error\s+code:\s+([\w .]{1,60}?)\s*[;,)]/i.exec(inside)?.[1] ?? ''
    const id = s3RequestId(/\brequest\s+id:\s+([0-9A-Za-z-]{8,40})/i.exec(inside)?.[1])
    const message = readBack(back)
    const coded = code === '' ? status : code
    const verdict =
      verdictOf(coded, undefined) ??
      verdictOf(message ?? '', undefined) ??
      (code === '' ? null : verdictOf(status === '403' ? 'none' : '', undefined))
    if (verdict === null) return []
    const end = at + Math.max(inside.search(/\)|$/), 0) + 2
    const wording = /S3 Error (?:Code|Message):[^\n]{0,160}$/.test(back.slice(-200))
    const isS3 = /^(?:Amazon )?S3\b|^Amazon Simple Storage/i.test(service) || wording
    const found: Finding = {
      at: at - (message?.length ?? 0),
      end,
      role: 'error',
      covers: true,
      source: 'error',
      verdict: expired(message) ? 'expired-token' : verdict,
      ...(message === null ? {} : { message }),
      ...(id === undefined ? {} : { requestId: id }),
    }
    if (isS3) return [{ s3: true, ...found }]
    return service === ''
      ? [{ ...found, ...(code === 'AccessDenied' ? { s3: true } : {}) }]
      : [{ otherService: true, ...found }]
  },
}

/** To the closing bracket; of one that was cut off, to the line's end. */
function insideBracket(ahead: string): string {
  const text = ahead.slice(1, 1_200)
  const close = text.indexOf(')')
  return close >= 0 ? text.slice(0, close + 1) : (text.split('\n', 1)[0] ?? '')
}

/** AWS's words before the bracket; a sentence there is read as one. */
function readBack(back: string): string | null {
  const near = back.slice(-700)
  const denied = /Access\s+Denied\.?\s*$/i.exec(near)
  if (denied !== null) return 'Access Denied'
  const after = Math.max(
    near.lastIndexOf('Exception: ') + 11,
    near.lastIndexOf('Exception:\n') + 11,
    near.lastIndexOf('Message: ') + 9,
  )
  const start = after > 10 ? after : near.lastIndexOf('\n') + 1
  const words = near.slice(start)
  if (after <= 10 && words.length > 200) return null
  if (/is\s+not\s+authorized\s+to\s+perform/.test(words)) return null
  const { message } = readMessage(`${words.trim()} (Service:`)
  return after > 10 ? message : null
}
