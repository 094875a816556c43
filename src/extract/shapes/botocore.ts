import { verdictOf } from '../../refusal/error-codes.ts'
import type { Finding, Shape } from '../found.ts'
import { readMessage } from '../message.ts'
import { operationOf } from '../operation-names.ts'

/** `An error occurred (CODE) when calling the OP operation: MSG`: AWS CLI, boto3, and all that is built on botocore. */
export const botocore: Shape = {
  name: 'botocore',
  marks: ['an error occurred (', 'an error\noccurred (', 'an\nerror occurred ('],
  read: ({ at, ahead }) => {
    const head =
      /^an\s+error\s+occurred\s+\(([\w .-]{2,60})\)\s+when\s+calling\s+the\s+(\w{2,80})\s+operation(?:\s+\(reached\s+max\s+retries:\s+\d{1,4}\))?(:\s*|\b)/i.exec(
        ahead,
      )
    if (head === null) return []
    const [whole, code = '', name = ''] = head
    const operation = operationOf(name)
    const { message, length } = readMessage(ahead.slice(whole.length))
    const verdict = verdictOf(code, name)
    if (verdict === null) return []
    const found: Finding = {
      at,
      end: at + whole.length + length,
      role: 'error',
      covers: true,
      source: 'error',
      verdict: expired(message) ? 'expired-token' : verdict,
    }
    if (operation === null) return [{ otherService: true, ...found }]
    return [{ s3: true, operation, ...found, ...(message === null || message.startsWith('User:') ? {} : { message }) }]
  },
}

/** A presigned URL after its time answers AccessDenied, yet no policy refused. */
export const expired = (message: string | null): boolean => message !== null && /^Request has expired/i.test(message)
