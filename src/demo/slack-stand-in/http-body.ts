import type { IncomingMessage, ServerResponse } from 'node:http'
import { isRecord } from './block-limits.ts'

/** Slack's SDK sends a form, `respond()` sends JSON; a megabyte is more than either needs. */
const bodyLimit = 1_000_000

export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request) {
    const bytes = Buffer.from(part)
    length += bytes.length
    if (length > bodyLimit) throw new Error('the body is too long')
    parts.push(bytes)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** A body's fields, whether it is a form or JSON. */
export function parseFields(body: string, contentType: string): Record<string, unknown> {
  if (!contentType.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body))
  try {
    const json: unknown = JSON.parse(body)
    return isRecord(json) ? json : {}
  } catch {
    return {}
  }
}

export function sendJson(
  response: ServerResponse,
  json: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(json))
}
