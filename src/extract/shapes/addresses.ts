import type { Finding, Shape } from '../found.ts'
import { endOf } from '../found.ts'
import { operationOfRequest } from '../operation-names.ts'
import { parseS3Arn, parseS3Path, parseS3Url } from '../s3-address.ts'

/** A value that starts at `from`: to its closing quote where one stands before it, else to white space. */
function readAddress(ahead: string, near: string, from: number): string {
  const quote = /["'`]$/.exec(near)?.[0]
  const body = ahead.slice(from, from + 1_500)
  const line = body.search(/[\n\f]|$/)
  const close = quote === undefined ? -1 : body.indexOf(quote)
  if (close >= 0 && close < line) return body.slice(0, close)
  return trimEnd(/^[^\s"'`<>|\\]{0,1400}/.exec(body)?.[0] ?? '')
}

/** What a sentence puts after an address is no part of it; a bracket that the address opened is. */
function trimEnd(text: string): string {
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
    const path = hadoop > 0 && hadoop < 1_300 ? ahead.slice(mark.length, hadoop) : readAddress(ahead, near, mark.length)
    const target = parseS3Path(path)
    const span = { at, end: at + mark.length + path.length }
    if (target.bucket === undefined && target.accessPoint === undefined) return []
    return [{ ...span, role: 'context', source: 'command', s3: true, target }]
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

/** `PUT URL`, `GET error reading 'URL'`, `method: PUT, uri: Some(URL)`. */
const verbBefore =
  /(?:^|\W)(GET|PUT|HEAD|POST|DELETE)(?:(?:\s[a-z]{2,10}){0,3}:?\s?["'`(]?|["']?,\s?["']?ur[il]["']?:\s?(?:Some\()?["']?)$/

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
    if (left === '' || /[/@%=]$/.test(before)) return []
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
  const target = key === undefined || repository ? whole : { ...whole, key }
  const verb = verbBefore.exec(near)?.[1]
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

const header = /\bhost["']?\s?[:=]\s?["']?([\w.-]{4,255})/i

/** A raw request, `GET /K?query` and a `host:` header below it, as pgBackRest and proxies log it. */
export const requestLine: Shape = {
  name: 'HTTP request',
  marks: ['get /', 'put /', 'head /', 'delete /', 'post /'],
  read: ({ at, ahead, near, back }) => {
    if (/\w$/.test(near)) return []
    const line = /^(GET|PUT|HEAD|DELETE|POST)\s(\/[^\s"'`<>]{0,8000})/.exec(ahead)
    const host = header.exec(ahead.slice(0, 2_500)) ?? header.exec(back.slice(-1_500))
    if (line === null || host === null) return []
    const read = parseS3Url(`https://${host[1]}${line[2]}`)
    if (read === null) return []
    const operation = operationOfRequest(line[1] ?? '', read.target.key !== undefined, read.query)
    return [
      {
        at,
        end: at + line[0].length,
        role: 'context',
        source: 'request',
        s3: true,
        target: read.target,
        ...(operation === null ? {} : { operation }),
        ...(read.target.region === undefined ? {} : { region: read.target.region }),
      },
    ]
  },
}

/** Databricks' `request: HEAD https://HOST KEY {}`: host and key apart. */
export const requestWithKey: Shape = {
  name: 'Databricks request',
  marks: ['request: '],
  read: ({ at, ahead }) => {
    const match =
      /^request:\s(GET|PUT|HEAD|DELETE|POST)\s(https?:\/\/[^\s/"'`<>]{4,255})\/?\s([^{}\n]{0,1100}?)\s?\{/i.exec(ahead)
    const read = match === null ? null : parseS3Url(match[2] ?? '')
    if (match === null || read === null) return []
    const key = match[3] ?? ''
    const operation = operationOfRequest((match[1] ?? '').toUpperCase(), key !== '', '')
    return [
      {
        at,
        end: at + match[0].length,
        role: 'context',
        source: 'request',
        covers: true,
        s3: true,
        target: { ...read.target, ...(key === '' ? {} : { key }) },
        ...(operation === null ? {} : { operation }),
      },
    ]
  },
}

/** `aws s3 cp A B`, s5cmd's `"cp A B"`: of two addresses the operation says which was refused. `ls` lists a prefix. */
export const copyCommand: Shape = {
  name: 'copy command',
  marks: ['aws s3 ', 's5cmd ', '"cp ', '"mv ', '"sync ', "'cp ", "'mv "],
  read: ({ at, ahead }) => {
    const line = ahead.slice(0, Math.max(ahead.slice(0, 2_600).search(/[\n\f]|$/), 0))
    const verb =
      /^(?:aws s3|s5cmd(?: --?[a-z-]{1,30}(?:[ =][\w./:-]{1,60})?){0,4}|["']) ?(cp|mv|sync|ls|rm|presign|cat|mb|rb|du)\b/.exec(
        line,
      )?.[1]
    if (verb === undefined) return []
    const paths = commandPaths(line)
    const targets = paths.map((path) => parseS3Path(path.text))
    const [first, second] = targets
    const last = paths.at(-1)
    if (first === undefined || last === undefined) return []
    const found = {
      at,
      end: at + last.end,
      role: 'context',
      source: 'command',
      toward: 'next',
      s3: true,
      covers: true,
    } as const
    const listed = verb === 'ls' || verb === 'mb' || verb === 'rb' || verb === 'du'
    if (second === undefined) {
      const { key, ...bucket } = first
      return [{ ...found, target: listed || key === undefined ? bucket : { ...bucket, key } }]
    }
    return [
      { ...found, target: first, side: 'from' },
      { ...found, target: second, side: 'to' },
    ]
  },
}

/** The S3 addresses of a command, in order. In s5cmd's quotes a key may hold blanks: the last runs to the closing quote. */
function commandPaths(line: string): readonly { readonly text: string; readonly end: number }[] {
  const quote = /^["']/.exec(line)?.[0]
  const close = quote === undefined ? -1 : line.indexOf(quote, 1)
  if (close < 0)
    return [...line.matchAll(/(["'])s3:\/\/([^"']{3,1300})\1|s3:\/\/([^\s"']{3,1300})/g)]
      .slice(0, 2)
      .map((path) => ({ text: trimEnd(path[2] ?? path[3] ?? ''), end: path.index + path[0].length }))
  const command = line.slice(0, close)
  const from = command.indexOf(' s3://')
  const to = command.lastIndexOf(' s3://')
  if (from < 0) return []
  if (to > from)
    return [
      { text: command.slice(from + 6, to), end: to },
      { text: command.slice(to + 6), end: close },
    ]
  // Alone it is the last of two words, or the first: then the last blank parts it from a local name.
  const path = command.slice(from + 6)
  const isLast = /^.\w{2,7}(?: -\S{1,40})* \S/.test(command) && !/^.\w{2,7}(?: -\S{1,40})* s3:/.test(command)
  const blank = path.lastIndexOf(' ')
  return [{ text: isLast || blank < 0 ? path : path.slice(0, blank), end: close }]
}

/** `upload: F to s3://B/K` and its like say that it went well. */
export const successLine: Shape = {
  name: 'success line',
  marks: ['upload: ', 'download: ', 'copy: ', 'move: ', 'delete: '],
  read: ({ at, ahead, near }) => {
    if (!/(?:^|\n|\f)[ ]{0,4}$/.test(near) && near !== '') return []
    const end = ahead.search(/[\n\f]|$/)
    const line = ahead.slice(0, end)
    return /s3:\/\//.test(line) && !/denied|forbidden|error|403/i.test(line)
      ? [{ at, end: at + end, role: 'context', source: 'prose', covers: true }]
      : []
  },
}
