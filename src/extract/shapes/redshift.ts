import { verdictOf } from '../../refusal/error-codes.ts'
import type { Shape } from '../found.ts'
import { readMessage } from '../message.ts'
import { s3RequestId } from '../request-id.ts'
import { isRegion, parseS3Path } from '../s3-address.ts'

/** `S3ServiceException:MSG,Status 403,Error AccessDenied,Rid X,ExtRid Y,CanRetry 1` of Redshift and Aurora. */
export const redshift: Shape = {
  name: 'Redshift',
  marks: ['s3serviceexception:'],
  read: ({ at, ahead, mark }) => {
    const text = ahead.slice(0, 1_600)
    const status = /,\s?Status\s(\d{3})/i.exec(text)
    const code = /,\s?Error\s(\w{2,60})/i.exec(text)?.[1]
    const id = s3RequestId(/,\s?Rid\s(\w{8,40})/i.exec(text)?.[1])
    const verdict = verdictOf(code ?? status?.[1] ?? '', undefined)
    if (verdict === null) return []
    const words = text.slice(mark.length, status?.index ?? mark.length)
    const { message } = readMessage(words.trimStart())
    return [
      {
        at,
        end: at + (text.search(/,\s?(?:ExtRid|CanRetry)\s/i) + 1 || mark.length),
        role: 'error',
        covers: true,
        source: 'error',
        verdict,
        s3: true,
        ...(message === null || message.startsWith('User:') ? {} : { message }),
        ...(id === undefined ? {} : { requestId: id }),
      },
    ]
  },
}

/** `S3 key being read : s3://B/K` says more than the statement's FROM. */
export const keyBeingRead: Shape = {
  name: 'Redshift key being read',
  marks: ['s3 key being read', 's3 path being read'],
  read: ({ at, ahead }) => {
    const path = /^s3 (?:key|path) being read\s{0,3}:\s{0,3}(?:s3:\/\/)?([^\n"']{3,1300})/i.exec(ahead)
    if (path === null) return []
    return [
      {
        at,
        end: at + path[0].length,
        role: 'context',
        source: 'record',
        toward: 'previous',
        s3: true,
        target: parseS3Path((path[1] ?? '').trim()),
      },
    ]
  },
}

/** `iam_role 'arn'` (Redshift) and `storage_aws_role_arn = 'arn'` (Snowflake). */
export const sqlRole: Shape = {
  name: 'role in a statement',
  marks: ['iam_role', 'aws_role', 'role_arn', 'rolearn'],
  read: ({ at, ahead }) => {
    const role =
      /^(?:iam_role|aws_role(?:_arn)?|role_?arn)["']?\s{0,3}[=:]?\s{0,3}["']?(arn:aws[a-z-]{0,12}:iam::\d{12}:role\/[\w+=,.@/-]{1,512})/i.exec(
        ahead,
      )
    return role === null
      ? []
      : [{ at, end: at + role[0].length, role: 'context', source: 'field', toward: 'next', principal: role[1] ?? '' }]
  },
}

/** `region 'us-west-2'`, `in region us-east-1`, `region=…`: never a part of a bucket's name. */
export const regionWord: Shape = {
  name: 'region',
  marks: ['region'],
  read: ({ at, ahead, near }) => {
    if (/[\w-]$/.test(near) && !/(?:aws_|default_|AWS_)$/i.test(near)) return []
    const place = /^region(?:_name)?["'`]?\s{0,2}[=:]?\s{0,2}["'`]?([a-z]{2,4}-[a-z-]{4,16}-\d)(?![\w-])/i.exec(ahead)
    return place === null || !isRegion((place[1] ?? '').toLowerCase())
      ? []
      : [{ at, end: at + place[0].length, role: 'context', source: 'field', region: (place[1] ?? '').toLowerCase() }]
  },
}
