import { signedHeaders } from './signature.ts'

/** One thing that Slack sends to the app. */
export interface Delivery {
  readonly kind: 'events_api' | 'slash_commands' | 'interactive'
  readonly payload: Readonly<Record<string, unknown>>
}

/** Which attempt this is, from 0, and why it is made again. */
export interface Attempt {
  readonly number: number
  readonly reason: 'http_timeout' | 'http_error'
}

/** What came back, and after how long. `response` is the acknowledgement's body, where it has one. */
export type Acknowledgement =
  | {
      readonly kind: 'acknowledged' | 'refused'
      readonly status: number
      readonly ms: number
      readonly response: unknown
      readonly noRetry: boolean
    }
  | { readonly kind: 'none'; readonly ms: number }

/** One of Slack's two ways to an app. */
export interface Transport {
  send(delivery: Delivery, attempt: Attempt): Promise<Acknowledgement>
}

/** https://docs.slack.dev/interactivity/handling-user-interaction: three seconds, for everything. */
export const acknowledgeWithinMs = 3000

/** Slack's HTTP requests to the app's request URL, signed. */
export function createHttpTransport(requestUrl: () => string, signingSecret: string): Transport {
  return {
    async send(delivery, attempt) {
      const { body, contentType } = encodeBody(delivery)
      const headers: Record<string, string> = {
        'content-type': contentType,
        ...signedHeaders(signingSecret, body, Math.floor(Date.now() / 1000)),
        ...(attempt.number === 0
          ? {}
          : { 'x-slack-retry-num': String(attempt.number), 'x-slack-retry-reason': attempt.reason }),
      }
      const started = performance.now()
      const elapsed = () => Math.round(performance.now() - started)
      try {
        const answer = await fetch(requestUrl(), {
          method: 'POST',
          headers,
          body,
          signal: AbortSignal.timeout(acknowledgeWithinMs),
        })
        const ms = elapsed()
        return {
          kind: answer.ok ? 'acknowledged' : 'refused',
          status: answer.status,
          ms,
          response: parseBody(await answer.text()),
          noRetry: answer.headers.get('x-slack-no-retry') === '1',
        }
      } catch {
        // Refused, reset or late: for Slack all the same.
        return { kind: 'none', ms: elapsed() }
      }
    },
  }
}

/** A command is a form, an interaction JSON in a form's `payload`, an event JSON. */
export function encodeBody(delivery: Delivery): { body: string; contentType: string } {
  const form = 'application/x-www-form-urlencoded'
  switch (delivery.kind) {
    case 'events_api':
      return { body: JSON.stringify(delivery.payload), contentType: 'application/json' }
    case 'slash_commands':
      return { body: new URLSearchParams(toFields(delivery.payload)).toString(), contentType: form }
    case 'interactive':
      return { body: new URLSearchParams({ payload: JSON.stringify(delivery.payload) }).toString(), contentType: form }
  }
}

const toFields = (payload: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]))

function parseBody(body: string): unknown {
  try {
    return body === '' ? undefined : JSON.parse(body)
  } catch {
    return body
  }
}

/** Sends an event until it is acknowledged: Slack's three retries at once, after a minute and after five. */
export async function deliverEvent(
  transport: Transport,
  payload: Readonly<Record<string, unknown>>,
  retryDelaysMs: readonly number[],
  wait: (ms: number) => Promise<void>,
): Promise<Acknowledgement> {
  let reason: Attempt['reason'] = 'http_error'
  for (let number = 0; ; number += 1) {
    const answer = await transport.send({ kind: 'events_api', payload }, { number, reason })
    if (answer.kind === 'acknowledged') return answer
    const delay = retryDelaysMs[number]
    if (delay === undefined || (answer.kind === 'refused' && answer.noRetry)) return answer
    reason = answer.kind === 'none' ? 'http_timeout' : 'http_error'
    await wait(delay)
  }
}
