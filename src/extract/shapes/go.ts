import { verdictOf } from '../../refusal/error-codes.ts'
import type { Finding, Shape } from '../found.ts'
import { readMessage } from '../message.ts'
import { operationOf } from '../operation-names.ts'
import { s3RequestId } from '../request-id.ts'
import { expired } from './botocore.ts'

/**
 * SDK for Go v2: `operation error S3: OP, https response error StatusCode: 403, RequestID: X, HostID: Y, api error CODE:
 * MSG`. Velero, Loki, Thanos, WAL-G, rclone, Terraform v5 and Grafana print it inside their own lines.
 */
export const goV2: Shape = {
  name: 'AWS SDK for Go v2',
  marks: ['operation error ', 'operation\nerror '],
  read: ({ at, ahead }) => {
    const head = /^operation\s+error\s+([^:\n]{1,40}):\s+(\w{2,80})/i.exec(ahead)
    if (head === null) return []
    const [whole, service = '', name = ''] = head
    const text = ahead.slice(0, 1_600)
    const api = /\bapi\s+error\s+(\w{2,60}):\s+/i.exec(text)
    const status = /\bStatusCode:\s+(\d{3})/i.exec(text)?.[1]
    const id = s3RequestId(/\bRequestID:\s+([0-9A-Za-z-]{8,40})/i.exec(text)?.[1])
    const bodyAt = api === null ? whole.length : api.index + api[0].length
    const { message, length } = api === null ? { message: null, length: 0 } : readMessage(text.slice(bodyAt))
    const operation = operationOf(name)
    const code = api?.[1] ?? (status === '0' ? undefined : status)
    const verdict =
      code === undefined ? networkOf(text) : (verdictOf(code, name) ?? (api === null ? networkOf(text) : null))
    if (verdict === null) return []
    const found: Finding = {
      at,
      end: at + bodyAt + length,
      role: 'error',
      covers: true,
      source: 'error',
      verdict: expired(message) ? 'expired-token' : verdict,
    }
    const said = message === null || message.startsWith('User:') ? {} : { message }
    const ids = { ...said, ...(id === undefined ? {} : { requestId: id }) }
    if (!/^S3( ?Control)?$/i.test(service.trim())) return [{ otherService: true, ...found }]
    return [{ s3: true, ...found, ...ids, ...(operation === null ? {} : { operation }) }]
  },
}

const networkOf = (text: string): 'network' | null =>
  /no such host|i\/o timeout|connection refused|connection reset|context deadline exceeded|TLS handshake timeout|network is unreachable|request send failed/.test(
    text,
  )
    ? 'network'
    : null

/**
 * SDK for Go v1: `CODE: MSG⏎⇥status code: 403, request id: X, host id: Y`. It names no operation; the code is read by the
 * generic shape, so this one gives the status and the id.
 */
export const goV1: Shape = {
  name: 'AWS SDK for Go v1',
  marks: ['status code: '],
  read: ({ at, ahead, back }) => {
    const tail = /^status code: (\d{3}),\s+request\s+id:\s+([0-9A-Za-z-]{8,40})/.exec(ahead)
    if (tail === null) return []
    const near = back.slice(-700)
    const coded = [...near.matchAll(/\b([A-Z][A-Za-z0-9]{3,60}):\s/g)].findLast(
      (match) => verdictOf(match[1] ?? '', undefined) !== null,
    )
    const code = coded?.[1]
    const codeAt = coded?.index ?? 0
    const id = s3RequestId(tail[2])
    const verdict = (code === undefined ? null : verdictOf(code, undefined)) ?? verdictOf(tail[1] ?? '', undefined)
    if (verdict === null) return []
    const weak = code === undefined
    const said = code === undefined ? null : readMessage(near.slice(codeAt + code.length + 1).trimStart()).message
    const start = code === undefined ? at : at - near.length + codeAt
    return [
      {
        at: start,
        end: at + tail[0].length,
        role: 'error',
        covers: true,
        source: 'error',
        verdict,
        ...(weak ? { weak: true } : {}),
        ...(id === undefined ? { otherService: true } : { requestId: id }),
        ...(said === null || said.startsWith('User:') ? {} : { message: said }),
      },
    ]
  },
}
