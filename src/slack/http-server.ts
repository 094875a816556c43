import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { Log } from '../log.ts'
import type { Verifier } from './authenticity.ts'
import type { Metrics } from './metrics.ts'

export const eventsPath = '/slack/events'

/** Where Slack's requests go in HTTP mode: verified first, then to Bolt. */
export interface SlackEndpoint {
  readonly verifier: Verifier
  readonly receive: RequestListener
}

interface Readiness {
  /** `null` when ready, else why not. */
  notReady(): string | null
}

interface Options extends Readiness {
  readonly metrics: Metrics
  readonly log: Log
  /** `null` in Socket Mode. */
  readonly slack: SlackEndpoint | null
}

/** The bot's one HTTP server, in both modes: /healthz, /readyz, /metrics, and over HTTP also /slack/events. */
export function createHttpServer(options: Options): Server {
  const server = createServer((request, response) => {
    route(options, request, response).catch((error: unknown) => {
      options.log.error({ err: error }, 'a request failed')
      options.metrics.failed('http')
      if (!response.headersSent) answer(response, 500, 'failed')
    })
  })
  server.requestTimeout = 15_000
  return server
}

async function route(options: Options, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0]
  if (request.method === 'POST' && path === eventsPath && options.slack !== null) {
    return receive(options, options.slack, request, response)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 404, 'not found')
  switch (path) {
    case '/healthz':
      return answer(response, 200, 'ok')
    case '/readyz': {
      const why = options.notReady()
      return why === null ? answer(response, 200, 'ready') : answer(response, 503, why)
    }
    case '/metrics':
      return answer(response, 200, await options.metrics.text(), options.metrics.contentType)
    default:
      return answer(response, 404, 'not found')
  }
}

async function receive(
  { notReady, log }: Options,
  { verifier, receive: toBolt }: SlackEndpoint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const result = await verifier.verify(request)
  if (result.kind === 'refused') {
    log.warn({ status: result.status, why: result.why }, 'refused a request that Slack did not sign')
    return answer(response, result.status, '')
  }
  const { signature } = result
  const why = notReady()
  if (why !== null) {
    // Slack tries again, with the same signature if within the same second.
    if (signature !== null) verifier.forget(signature)
    return answer(response, 503, why)
  }
  // Bolt knows the body only without parameters such as `; charset=utf-8`, which proxies add.
  request.headers['content-type'] = request.headers['content-type']?.split(';', 1)[0]
  response.once('finish', () => {
    if (response.statusCode >= 500 && signature !== null) verifier.forget(signature)
  })
  toBolt(result.request, response)
}

function answer(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type })
  response.end(text === '' ? undefined : `${text}\n`)
}
