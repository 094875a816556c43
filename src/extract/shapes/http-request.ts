import type { Shape } from '../found.ts'
import { operationOfRequest } from '../operation-names.ts'
import { parseS3Url } from '../s3-address.ts'

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
