import { verdictOf } from '../../refusal/error-codes.ts'
import type { Finding, Shape } from '../found.ts'
import { readMessage } from '../message.ts'
import { s3RequestId } from '../request-id.ts'
import { isBucketName, parseS3Path } from '../s3-address.ts'
import { expired } from './botocore.ts'

interface Value {
  readonly text: string
  readonly quoted: boolean
  /** What stands between name and value: `:`, `=`, `=>`, a bracket. */
  readonly sign: string
  /** Where the value ends in the text that follows the mark. */
  readonly end: number
}

/**
 * `name: value`, `name=value`, `"name": "value"`, `name => value`, `.name("value")`: what objects, dictionaries, logfmt
 * and people have in common.
 */
export function readValue(ahead: string, name: RegExp): Value | null {
  const head = name.exec(ahead)?.[0]
  if (head === undefined) return null
  const rest = ahead.slice(head.length, head.length + 1_300)
  const sign = /^["'`]?\s{0,2}(?:=>|[:=(])\s{0,3}/.exec(rest)?.[0]
  if (sign === undefined) return null
  const wrapped = /^(?:[\w.<>]{0,60}(?:Optional|Some|some)\()/.exec(rest.slice(sign.length))?.[0] ?? ''
  const from = head.length + sign.length + wrapped.length
  const body = ahead.slice(from, from + 1_200)
  const quote = /^["'`]/.exec(body)?.[0]
  if (quote === undefined) {
    const text = /^[^\s,;"'`<>{}[\]|]+/.exec(body)?.[0] ?? ''
    const bare = unbalanced(text.replace(/[.:!?]{1,3}$/, ''))
    return bare === '' ? null : { text: bare, quoted: false, sign: sign.trim(), end: from + bare.length }
  }
  const close = body.indexOf(quote, 1)
  const line = body.indexOf('\n')
  if (close < 0 || (line >= 0 && line < close)) return null
  return { text: body.slice(1, close), quoted: true, sign: sign.trim(), end: from + close + 1 }
}

/** A closing bracket that was not opened belongs to the sentence around the value. */
export const unbalanced = (text: string): string =>
  text.endsWith(')') && !text.includes('(') ? text.replace(/\){1,3}$/, '') : text

const boundary = /[\w-]$/

/** `code`, `errorCode`, `errorType`, `name`, `error='AccessDenied'`, with the message beside it. */
export const codeField: Shape = {
  name: 'code field',
  general: true,
  marks: ['code', 'errortype', 'error=', 'error_type', '__type', 'err='],
  read: ({ at, ahead, near }) => {
    if (boundary.test(near.replace(/(?:error|status|http|aws|s3)_?$/i, ''))) return []
    const value = readValue(ahead, /^(?:code|errortype|error_type|__type|error|err)(?==|["'`]?\s{0,2}(?:=>|[:=(]))/i)
    if (value === null || !/^[A-Za-z0-9_.]{3,60}$/.test(value.text)) return []
    const code = value.text.replace(/^.*[.]/, '')
    const status = /^\d{3}$/.test(code)
    if (status && code !== '403') return []
    const verdict = verdictOf(code, undefined)
    if (verdict === null) return []
    const tail = /^\s{0,3},?\s{0,8}["']?(?:error_?)?message["']?\s{0,2}(?:=>|[:=])\s{0,3}/i.exec(
      ahead.slice(value.end, value.end + 80),
    )?.[0]
    const { message, length } =
      tail === undefined ? { message: null, length: 0 } : readMessage(ahead.slice(value.end + tail.length))
    const found: Finding = {
      at,
      end: at + value.end + (tail?.length ?? 0) + length,
      role: 'error',
      source: 'record',
      verdict: expired(message) ? 'expired-token' : verdict,
      ...(status ? { weak: true } : {}),
      ...(message === null || message.startsWith('User:') ? {} : { message }),
    }
    return [found]
  },
}

/** S3's request id under its many names; another service's UUID is none of S3's. */
export const requestIdField: Shape = {
  name: 'request id',
  marks: ['requestid', 'request_id', 'request-id', 'request id'],
  read: ({ at, ahead, near }) => {
    if (/(?:extended|extended_|host|ext)[ -]?$/i.test(near)) return []
    const value = readValue(ahead, /^request[ _-]?id/i)
    const requestId = s3RequestId(value?.text)
    if (value === null || requestId === undefined) return []
    return [{ at, end: at + value.end, role: 'context', source: 'error', toward: 'previous', s3: true, requestId }]
  },
}

const bucketHead = /^(?:s3[ _-]?)?bucket(?:[ ._-]?name)?(?=["'`]?\s{0,2}(?:=>|[:=(]))/i

/** `bucket: B`, `Bucket='B'`, `"bucketName": "B"`, `.bucket("B")`. */
export const bucketField: Shape = {
  name: 'bucket field',
  general: true,
  marks: ['bucket', 's3bucket', 's3_bucket'],
  read: ({ at, ahead, near }) => {
    if (/[\w]$/.test(near.replace(/(?:s3|source|target|destination|dest|output)_?$/i, ''))) return []
    const value = readValue(ahead, bucketHead)
    // A plan of Terraform's says what will be.
    if (value === null || /(?:^|\n)[ ]{0,8}[+~-] $/.test(near)) return []
    const text = value.text.replace(/^s3[an]?:\/\//, '').replace(/\/$/, '')
    // An unquoted word with capitals is a sentence's (`iter bucket: Access Denied`).
    if (!value.quoted && /^[A-Z][a-z]+$/.test(text)) return []
    const target =
      text.startsWith('arn:') || value.text.startsWith('s3')
        ? parseS3Path(text)
        : isBucketName(text)
          ? { bucket: text }
          : {}
    if (target.bucket === undefined && target.accessPoint === undefined) return []
    // `bucket (policy)`: a bracket alone quotes nothing, unless a name stands in it.
    if (/^bucket\s?\(/i.test(ahead) && !value.quoted && !/[-.\d]/.test(text)) return []
    return [{ at, end: at + value.end, role: 'context', source: 'field', s3: true, target }]
  },
}

/** Keys that are none of S3's. */
const otherKey =
  /(?:kms|access|secret|api|primary|public|private|ssh|encryption|partition|sort|foreign|master|cmk|data|sse|condition|cache|idempotency|issue|the same|a)[ _-]?$/i

/** `key: K`, `Key='K'`, `.key("K")`, `key "K"`. No KMS, access or API key. */
export const keyField: Shape = {
  name: 'key field',
  general: true,
  marks: [
    'key',
    'object_key',
    'objectkey',
    'object key',
    's3_key',
    's3key',
    's3 key',
    'object_name',
    'objectname',
    'object:',
    'object=',
    'object ',
  ],
  read: ({ at, ahead, near }) => {
    if (/[\w-]$/.test(near) || otherKey.test(near)) return []
    const value = readValue(ahead, keyName) ?? readSpoken(ahead, near)
    if (value === null || value.text === '' || notKey.test(value.text)) return []
    const plain = !value.quoted && !/[./]/.test(value.text)
    // `key (see below)` and `key: value` of a person's sentence name nothing.
    if (plain && !/^(?:=|\(?["'`])/.test(value.sign) && !/^Key: /.test(ahead)) return []
    return [{ at, end: at + value.end, role: 'context', source: 'field', key: value.text }]
  },
}

const keyName = /^(?:s3[ _]?|object[ _]?)?(?:key(?:[ _]?name)?|object(?:[ _]?name)?)(?=["'`]?\s{0,2}(?:=>|[:=(]))/i
const spokenKey =
  /^key ([^\s"'`,][^\n"'`]{0,1100}?)(?=[,;.]?(?:\s\(?(?:running|as|with|by|using|and|but|from|role|user|in)\s|\n|$)|[,;]\s)/i
const notKey = /^(?:arn:aws[a-z-]{0,12}:kms:|[0-9a-f]{8}-[0-9a-f]{4}-|s3[an]?:\/\/|https?:\/\/)/

/** `key "K"`, `` key `K` ``, `key a/b.csv`; after `bucket B, ` a key may hold blanks and runs to the next comma or word of a sentence. */
function readSpoken(ahead: string, near: string): Value | null {
  const paired = /\bbucket\s["'`]?[\w.-]{3,63}["'`]?(?:,|,? and)?\s(?:with\s)?$/i.test(near)
  const spoken = paired ? spokenKey.exec(ahead) : null
  if (spoken !== null) return { text: spoken[1] ?? '', quoted: true, sign: ' ', end: spoken[0].length }
  const head =
    /^(?:object )?(?:key|object) (?:["'`]([^"'`\n]{1,1100})["'`]|([^\s"'`<>(),;]{1,400}\/[^\s"'`<>(),;]{1,1000}))/i.exec(
      ahead,
    )
  const text = head?.[1] ?? head?.[2]?.replace(/[.:!?]{1,3}$/, '')
  if (head === null || text === undefined || /^https?:/.test(text)) return null
  return { text, quoted: head[1] !== undefined, sign: ' ', end: head[0].length }
}
