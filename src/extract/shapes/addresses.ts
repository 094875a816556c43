import type { Finding, Shape } from '../found.ts'
import { endOf } from '../found.ts'
import { operationOfRequest } from '../operation-names.ts'
import { parseS3Arn, parseS3Path, parseS3Url } from '../s3-address.ts'

/** A value that starts at `from`: to its closing quote where one stands before it, else to white space. */
function readAddress(ahead: string, near: string, from: number): string {
  const quote = /["'`]$/.exec(near)?.[0]
  const body = ahead.slice(from, from + 1_500)
  const close = quote === undefined ? -1 : body.indexOf(quote)
  const quoted = body.slice(0, Math.max(close, 0))
  if (close >= 0 && !/[\n\f]/.test(quoted)) return quoted
  return trimEnd(/^[^\s"'`<>|\\]{0,1400}/.exec(body)?.[0] ?? '')
}

/** What a sentence puts after an address is no part of it; a bracket that the address opened is. */
export function trimEnd(text: string): string {
  const bare = text.replace(/[.,;:!?*]{1,6}$/, '')
  if (/[)\]}]$/.test(bare) && !/[([{]/.test(bare)) return trimEnd(bare.slice(0, -1).replace(/[)\]}]{1,8}$/, ''))
  return bare
}

/** `s3://B/K` and Hadoop's `s3a://`, `s3n://`. */
export const s3Uri: Shape = {
  name: 's3:// address',
  general: true,
  marks: ['s3://', 's3a://', 's3n://'],
  read: ({ at, ahead, near, mark }) => {
    if (/[\w]$/.test(near)) return []
    // Hadoop prints the path before its message, a colon and a blank between; the key may hold blanks.
    const hadoop = /Exception: $/.test(near)
      ? ahead.search(/: (?=(?:\w{1,40} ){1,5}$|(?:com|software|org|java)\.)/)
      : -1
    const whole = hadoop > 0 && hadoop < 1_300 ? ahead.slice(mark.length, hadoop) : '\n'
    const path = whole.includes('\n') ? readAddress(ahead, near, mark.length) : whole
    const target = parseS3Path(path)
    const span = { at, end: at + mark.length + path.length }
    if (target.bucket === undefined && target.accessPoint === undefined) return []
    return [{ role: 'context', source: 'command', s3: true, target, ...span }]
  },
}

/** An S3 ARN outside AWS's sentence. */
export const s3Arn: Shape = {
  name: 'S3 ARN',
  general: true,
  marks: ['arn:aws'],
  read: ({ at, ahead, near }) => {
    if (!/^arn:aws[a-z-]{0,12}:s3(?:express|-object-lambda|-outposts)?:/.test(ahead)) return []
    if (/s3[an]?:\/\/$|[\w/]$/.test(near)) return []
    const arn = readAddress(ahead, near, 0)
    const target = parseS3Arn(arn)
    if (target.bucket === undefined && target.accessPoint === undefined) return []
    return [{ at, end: at + arn.length, role: 'context', source: 'command', s3: true, target }]
  },
}

/** Stores that speak S3's words and are none of AWS's, and other clouds. */
const otherClouds =
  /(?:googleapis\.com|storage\.cloud\.google\.com|core\.windows\.net|azuredatabricks\.net|digitaloceanspaces\.com|r2\.cloudflarestorage\.com|backblazeb2\.com|wasabisys\.com|aliyuncs\.com|linodeobjects\.com|scw\.cloud|myqcloud\.com|storage\.yandexcloud\.net|oraclecloud\.com)$/i

/** `PUT URL`, `GET error reading 'URL'`, `method: PUT, uri: Some(URL)`; `Put "URL"` of Go's url.Error. */
const verbBefore =
  /(?:^|\W)(GET|PUT|HEAD|POST|DELETE|(?:Get|Put|Head|Post|Delete)(?= ["'`]))(?:(?:\s[a-z]{2,10}){0,3}:?\s?["'`(]?|["']?,\s?["']?ur[il]["']?:\s?(?:Some\()?["']?)$/

/** An S3 or console URL, with the HTTP verb before it. */
export const url: Shape = {
  name: 'URL',
  general: true,
  marks: ['https://', 'http://'],
  read: ({ at, ahead, near }) => {
    // A percent sign at the end was cut off from its digits.
    const address = trimEnd(/^https?:\/\/[^\s"'`<>|\\]{3,9000}/i.exec(ahead)?.[0] ?? '').replace(/%[0-9A-Fa-f]?$/, '')
    if (address === '') return []
    const host = /^https?:\/\/([^/?#:]{1,300})/i.exec(address)?.[1] ?? ''
    if (otherClouds.test(host)) return [{ at, end: at + address.length, role: 'foreign', source: 'url' }]
    return readUrl(address, at, near)
  },
}

const isHostCharacter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 45 && code <= 57 && code !== 47) || code === 95

/** A host without a scheme: `B.s3.eu-west-1.amazonaws.com/K`. */
export const bareHost: Shape = {
  name: 'S3 host',
  general: true,
  marks: ['.amazonaws.com', '.api.aws'],
  read: ({ at, ahead, back }) => {
    const left = endOf(back, isHostCharacter, 255)
    const before = back.slice(Math.max(0, back.length - left.length - 80), back.length - left.length)
    // The rest of a host that a line break cut is another bucket's name.
    if (left === '' || /[/@%=]$|https?:\/\/[\w.-]{0,70}\n *$/.test(before)) return []
    const right = trimEnd(/^[^\s"'`<>|\\,;]{5,2000}/.exec(ahead)?.[0] ?? '')
    return readUrl(left + right, at - left.length, before)
  },
}

function readUrl(address: string, at: number, near: string): readonly Finding[] {
  // The name space of S3's XML.
  if (/s3\.amazonaws\.com\/doc\/2006-03-01/.test(address)) return []
  const read = parseS3Url(address)
  if (read === null) return []
  const { key, ...whole } = read.target
  // restic's `s3:https://HOST/B/PREFIX` names a repository, whose prefix is no key.
  const repository = /(?:^|[\s"'`(])s3:$/.test(near)
  const target = key === undefined || repository ? whole : { key, ...whole }
  const verb = verbBefore.exec(near)?.[1]?.toUpperCase()
  const named = /(?:^|&)x-id=/.test(read.query) ? 'GET' : undefined
  const asked = verb ?? named
  const operation =
    asked === undefined || read.console ? null : operationOfRequest(asked, key !== undefined, read.query)
  return [
    {
      at,
      end: at + address.length,
      role: 'context',
      source: 'url',
      s3: true,
      target,
      ...(operation === null ? {} : { operation }),
      ...(target.region === undefined ? {} : { region: target.region }),
    },
  ]
}
