import { type Verdict, verdictOf } from '../../refusal/error-codes.ts'
import type { Finding, Shape } from '../found.ts'
import { readMessage } from '../message.ts'
import { s3RequestId } from '../request-id.ts'
import { expired } from './botocore.ts'

/** S3's XML body. Google's has the same tags and says `Details`; a cut-off body says what stands before the cut. */
export const xmlBody: Shape = {
  name: 'S3 XML',
  marks: ['<code>'],
  read: ({ at, ahead, back }) => {
    const body = ahead.slice(0, 3_000)
    const close = body.search(/<\/Error>|<\/html>|\(truncated/i)
    const inside = close < 0 ? body : body.slice(0, close)
    const tag = (name: string): string | undefined => {
      const from = inside.indexOf(`<${name}>`)
      if (from < 0) return undefined
      const start = from + name.length + 2
      const to = inside.indexOf(`</${name}>`, start)
      return to < 0 ? undefined : inside.slice(start, to).trim()
    }
    const code = tag('Code') ?? /^<code>\s*(\w{2,60})/i.exec(inside)?.[1]
    if (code === undefined) return []
    // `<Error><Key>` of DeleteObjects' answer stands before the code.
    const key =
      tag('Key') ??
      /<Key>([^<]{1,1100})<\/Key>(?:\s*<VersionId>[^<]{1,1100}<\/VersionId>)?\s*$/.exec(back.slice(-2_400))?.[1]
    const bucket = tag('BucketName') ?? tag('Bucket')
    return read(
      at,
      at + inside.length,
      code,
      tag('Message'),
      tag('RequestId'),
      key,
      bucket,
      tag('Details') !== undefined,
    )
  },
}

/** The website endpoint answers an HTML list. */
export const htmlList: Shape = {
  name: 'S3 website endpoint',
  marks: ['<li>code:', 'code: accessdenied message: ', 'code: accessdenied\n'],
  read: ({ at, ahead }) => {
    const item = (name: RegExp): string | undefined => name.exec(ahead.slice(0, 2_000))?.[1]?.trim()
    const code = item(/\bCode:\s*(\w{2,60})/i)
    const id = item(/\bRequestId:\s*(\w{8,40})/i)
    if (code === undefined || id === undefined) return []
    const end = ahead.search(/<\/ul>|\bHostId:|$/)
    return read(at, at + Math.max(end, 0), code, item(/\bMessage:\s*([^<\n]{1,300})/i), id, undefined, undefined, false)
  },
}

function read(
  at: number,
  end: number,
  code: string,
  words: string | undefined,
  id: string | undefined,
  key: string | undefined,
  bucket: string | undefined,
  foreign: boolean,
): readonly Finding[] {
  const verdict = verdictOf(code, undefined)
  if (verdict === null) return []
  const message =
    words === undefined
      ? null
      : readMessage(words.replace(/\.$/, (dot) => (/denied\.$/i.test(words) ? '' : dot))).message
  const requestId = s3RequestId(id)
  return [
    {
      at,
      end,
      role: 'error',
      covers: true,
      source: 'record',
      verdict: kindOf(verdict, message),
      ...(foreign ? { otherService: true } : {}),
      ...(message === null || message.startsWith('User:') ? {} : { message }),
      ...(requestId === undefined ? {} : { requestId, s3: true }),
      ...(key === undefined ? {} : { key: unescapeXml(key) }),
      ...(bucket === undefined ? {} : { target: { bucket } }),
    },
  ]
}

const kindOf = (verdict: Verdict, message: string | null): Verdict => (expired(message) ? 'expired-token' : verdict)

const unescapeXml = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
