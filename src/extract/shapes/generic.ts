import { verdictOf } from '../../refusal/error-codes.ts'
import type { Finding, Shape } from '../found.ts'
import { readMessage } from '../message.ts'
import { expired } from './botocore.ts'

/** S3's codes that any tool may print as `CODE`, `CODE: MSG`, `(CODE)` or `Aws::S3::Errors::CODE`. */
const codes = [
  'AccessDenied',
  'ACCESS_DENIED',
  'AccessDeniedException',
  'AllAccessDisabled',
  'SlowDown',
  'RequestLimitExceeded',
  'ThrottlingException',
  'NoSuchBucket',
  'NoSuchKey',
  'NoSuchVersion',
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
  'BucketRegionError',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidToken',
  'NO_SUCH_BUCKET',
  'NO_SUCH_KEY',
  'SLOW_DOWN',
]
const spelled: ReadonlySet<string> = new Set(codes)

/** Codes that no service but S3 has. */
const onlyS3 =
  /^(?:SlowDown|SLOW_DOWN|NoSuchBucket|NO_SUCH_BUCKET|NoSuchKey|NO_SUCH_KEY|NoSuchVersion|PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException|BucketRegionError|RequestTimeTooSkewed|SignatureDoesNotMatch|InvalidAccessKeyId|AllAccessDisabled)$/

export const genericCode: Shape = {
  name: 'error code',
  general: true,
  marks: codes.map((code) => code.toLowerCase()),
  read: ({ at, ahead, near }) => {
    const code = /^\w{1,60}/.exec(ahead)?.[0] ?? ''
    if (!spelled.has(code) || /[\w-]$/.test(near)) return []
    const verdict = verdictOf(code, undefined)
    if (verdict === null) return []
    const s3Class = /(?:S3::Errors::|s3\.model\.|Amazon ?S3:|S3Error: )$/.test(near)
    const sign = /^(?::|\s\(client\):|\)?:)\s{1,3}|^:/.exec(ahead.slice(code.length, code.length + 16))?.[0] ?? ''
    const { message, length } =
      sign === '' ? { message: null, length: 0 } : readMessage(ahead.slice(code.length + sign.length))
    // Java's file class of this name is thrown for other stores and for missing credentials too.
    const structured = code !== 'AccessDeniedException' && (sign !== '' || s3Class || /["'`([=]$/.test(near))
    const said = sign === '' || message === null || message.startsWith('User:') || !isAws(message) ? {} : { message }
    const found: Finding = {
      at,
      end: at + code.length + sign.length + ('message' in said ? length : 0),
      role: 'error',
      source: 'error',
      verdict: expired(message) ? 'expired-token' : verdict,
      ...(structured ? {} : { loose: true }),
      ...(code === 'AccessDeniedException' && !/^: (?:s3[an]?:|\/|com\.|org\.|java\.)/.test(ahead.slice(code.length))
        ? { otherService: true }
        : {}),
      ...(s3Class || (structured && onlyS3.test(code)) ? { s3: true } : {}),
      ...said,
    }
    // Not a refusal and only talked about: nothing happened that this text proves.
    return verdict !== 'refusal' && !structured ? [] : [found]
  },
}

/** AWS's words begin with a capital and are a sentence; a path or a class is a tool's. */
const isAws = (message: string): boolean =>
  /^(?:[A-Z][a-z]{0,20}\b|[A-Z]{2,8}\b)(?!Exception|Error|:\/\/)/.test(message) &&
  !/^(?:S3|Error|Caused)\b/.test(message)

/** `Access Denied` where AWS's message stands, and `access denied` in a person's words. */
export const deniedPhrase: Shape = {
  name: 'access denied',
  general: true,
  marks: ['access denied', 'access\ndenied', 'permission denied', 'access is denied', 'not authorized to access'],
  read: ({ at, ahead, near, mark }) => {
    if (/\w$/.test(near) || /^.{13,18}for user/i.test(ahead.slice(0, 24))) return []
    const found: Finding = {
      at,
      end: at + mark.length,
      role: 'error',
      source: 'prose',
      verdict: 'refusal',
      weak: true,
      loose: true,
    }
    if (!/^Access\s+Denied\b/.test(ahead)) return [found]
    const placed = /(?:[:>[(]\s{0,3}|^|[\n\f]\s{0,3}|["'`=] ?|\. )$/.test(near)
    const { message, length } = readMessage(ahead)
    if (!placed || message === null) return [found]
    // minio-go's own sentence, or the end of a log's value: a tool printed it.
    const printed = /^Access\s+Denied\.?(?:["'`\n)\]}]|$)/.test(ahead) && /[:>.]\s{0,3}$/.test(near)
    const { loose: _, ...tool } = found
    return [{ message, ...(printed ? tool : found), source: 'error', end: at + Math.max(length, mark.length) }]
  },
}

/** What makes a bare 403 a status: `HTTP 403`, `returned 403`, `getting a 403`. */
const statusBefore =
  /(?:\bHTTP(?:\/[\d.]{1,3})?|status(?:[ _]?code)?|code|errors?|responded|returned|returns|return|got|getting|gets?|gives|throws|with|an?|the|response|answers?|[→>=(:["'])\s?$/i

/** A person's `403 on s3://bucket/key`: a number that is said of an address of S3's. */
const saidOfTarget =
  /^403 (?:on|from|for|at|when|while)\b[^\n]{0,40}?(?:s3[an]?:\/\/|arn:aws[a-z-]{0,12}:s3:|https?:\/\/[^\s/]{0,100}\bamazonaws\.com)/i

/** HTTP 403 and `Forbidden`: a status without a code. `403s` and numbers that hold 403 are no status. */
export const status403: Shape = {
  name: 'status 403',
  general: true,
  marks: ['403', 'forbidden'],
  read: ({ at, ahead, near, mark }) => {
    if (
      /[\w.,#/%=&:-]$/.test(near) &&
      !/(?:status(?:_?code)?["']?[=:]\s?|[Cc]ode[=:]\s?|: ?|, ?|HTTP[ /=:]|[\s(["'`]= ?|="?)$/i.test(near)
    )
      return []
    if (/^(?:403|forbidden)[\w%/-]|^403[.,]\d|^403:\d/i.test(ahead)) return []
    if (
      mark === '403' &&
      !(
        statusBefore.test(near) ||
        saidOfTarget.test(ahead) ||
        /^403(?: ?\(?forbidden| ?[)\]}"'`:;,-]|\s?$|\s?\n)/i.test(ahead)
      )
    )
      return []
    if (/\bis forbidden: User/i.test(near.slice(-3) + ahead.slice(0, 24)) || /(?:are|is) $/.test(near)) return []
    const sentence = /^forbidden: (?=User: )/i.exec(ahead)?.[0]
    return [
      {
        at,
        end: at + (sentence?.length ?? mark.length),
        role: 'error',
        source: 'prose',
        verdict: 'refusal',
        weak: true,
        loose: true,
      },
    ]
  },
}

/** `AmazonS3Exception: MSG`, `S3Exception: MSG`, `S3Error: MSG`: a class of S3's and no code. */
export const s3Exception: Shape = {
  name: 'S3 exception class',
  general: true,
  marks: ['s3exception: ', 's3error: ', 's3exception:\n', 's3responseerror: ', 's3error(', 's3 error: '],
  read: ({ at, ahead, mark }) => {
    const { message, length } = readMessage(ahead.slice(mark.length))
    const found: Finding = { at, end: at + mark.length, role: 'context', source: 'error', s3: true }
    if (message === 'Access Denied')
      return [{ verdict: 'refusal', message, ...found, end: found.end + length, role: 'error' }]
    return [found]
  },
}
