import type { Deps } from './deps.ts'
import { faultMessage } from './messages/notices.ts'
import { respondWith } from './respond.ts'

/**
 * The edge where everything unexpected ends: it is logged, and whoever waits is told what to do. It never throws, for
 * nothing is left to catch it. `body` holds what people wrote and is not logged.
 */
export async function tellFault(deps: Deps, error: Error, body: unknown, user: string | null): Promise<void> {
  const id = deps.newId()
  deps.metrics.failed('listener')
  deps.log.error({ err: error, id }, 'a listener failed')
  const told = faultMessage(id)
  try {
    const { responseUrl, channel } = placeOf(body)
    if (responseUrl !== null) return await respondWith(deps, (said) => postJson(responseUrl, said), told)
    if (channel !== null && user !== null && isAsked(body)) await deps.web.postEphemeral({ channel }, user, told)
  } catch (second) {
    deps.log.error({ err: second, id }, 'could not tell the person of the fault')
  }
}

/** Nobody waits for an answer to a message that did not ask for one. */
const isAsked = (body: unknown): boolean => isRecord(body) && isRecord(body.event) && body.event.type === 'app_mention'

function placeOf(body: unknown): { readonly responseUrl: string | null; readonly channel: string | null } {
  if (!isRecord(body)) return { responseUrl: null, channel: null }
  const channel = isRecord(body.event) ? body.event.channel : null
  return {
    responseUrl: typeof body.response_url === 'string' ? body.response_url : null,
    channel: typeof channel === 'string' ? channel : null,
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

async function postJson(url: string, said: unknown): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(said),
    signal: AbortSignal.timeout(5_000),
  })
  if (!response.ok) throw new Error(`response_url answered ${response.status}`)
}
