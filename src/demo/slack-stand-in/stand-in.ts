import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { type Acknowledgement, createHttpTransport, deliverEvent, type Transport } from './delivery.ts'
import { envelopeOf, isSubscribed } from './envelope.ts'
import { createGestures, type Gestures } from './gestures.ts'
import { parseFields, readBody, sendJson } from './http-body.ts'
import { createRequests, type Requests } from './requests.ts'
import { createResponseUrls } from './response-urls.ts'
import { createSocketTransport, type SocketTransport } from './socket-transport.ts'
import { callMethod } from './web-api/index.ts'
import { type Answer, isRefusal, type MethodContext, type Refusal, refuse } from './web-api/method.ts'
import { type AppEvent, createWorkspace, type Installation, type Person, type Workspace } from './workspace.ts'

export interface StandInOptions {
  readonly installation: Installation
  readonly people: readonly Person[]
  readonly botToken: string
  readonly signingSecret: string
  /** With it the app is reached through Socket Mode. */
  readonly appToken?: string
  /** The manifest's bot scopes; every scope where it is left out. */
  readonly scopes?: readonly string[]
  /** The manifest's `bot_events`; every event where it is left out. */
  readonly events?: readonly string[]
  readonly userGroups?: ReadonlyMap<string, readonly string[]>
  /** Slack retries an event at once, after a minute and after five. */
  readonly retryDelaysMs?: readonly number[]
}

/** What the next call of a method gets instead of its answer. */
export interface Trouble {
  readonly status?: number
  readonly error?: string
  readonly retryAfterSeconds?: number
  readonly delayMs?: number
}

export interface Call {
  readonly method: string
  readonly args: Readonly<Record<string, unknown>>
  readonly at: number
  /** Slack's error code, where the call was refused. */
  readonly error?: string
}

export interface SentEvent {
  readonly id: string
  readonly event: AppEvent
  readonly acknowledgement: Promise<Acknowledgement>
}

export interface StandIn extends Gestures, Requests {
  readonly workspace: Workspace
  /** The Web API's root, for SLACK_API_URL. */
  readonly apiUrl: string
  readonly calls: readonly Call[]
  readonly events: readonly SentEvent[]
  readonly socket: SocketTransport
  /** The app's request URL, which is known once the app listens. */
  setRequestUrl(url: string): void
  /** The next call of `method` meets this. */
  trouble(method: string, trouble: Trouble): void
  /** Sends an event again with its id, as Slack does after a missing acknowledgement. */
  redeliver(id: string, attempt: number): Promise<Acknowledgement>
  /** Sends an event that the app subscribes to; what people do sends its own. */
  emit(event: AppEvent): void
  close(): Promise<void>
}

const triggerLifetimeMs = 3000

/** A stand-in for Slack on the loopback address: Web API, Events, commands and interactions, over HTTP or Socket Mode. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const workspace = createWorkspace(options.installation, options.people)
  const calls: Call[] = []
  const events: SentEvent[] = []
  const troubles = new Map<string, Trouble[]>()
  const triggers = new Map<string, { user: string; until: number }>()
  const sockets = new Set<Socket>()
  let requestUrl = ''

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => sendJson(response, { ok: false, error: String(error) }, 500))
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const root = `http://127.0.0.1:${port}`

  const socket = createSocketTransport(options.installation.appId)
  const tickets = new Set<string>()
  server.on('upgrade', (request, stream, head) => {
    // A ticket opens one connection.
    if (tickets.delete(request.url ?? '')) socket.accept(request, stream, head)
    else stream.destroy()
  })
  const http = createHttpTransport(() => requestUrl, options.signingSecret)
  const transport: Transport = options.appToken === undefined ? http : socket

  const send = (id: string, event: AppEvent, delays: readonly number[]) =>
    deliverEvent(transport, envelopeOf(id, event, workspace), delays, (ms) => wait(ms, undefined, { ref: false }))

  const emit: StandIn['emit'] = (event) => {
    if (options.events !== undefined && !isSubscribed(event, options.events)) return
    const id = workspace.nextId('Ev')
    events.push({ id, event, acknowledgement: send(id, event, options.retryDelaysMs ?? [0, 60_000, 300_000]) })
  }

  const context: MethodContext = {
    workspace,
    emit,
    userGroups: options.userGroups ?? new Map(),
    takeTrigger(id) {
      const held = triggers.get(id)
      triggers.delete(id)
      return held === undefined || held.until < Date.now() ? null : held.user
    },
  }
  const responseUrls = createResponseUrls(context, (id) => `${root}/response/${id}`)
  const requests = createRequests(workspace, {
    request: (delivery) => transport.send(delivery, { number: 0, reason: 'http_error' }),
    openResponseUrl: (place) => responseUrls.open(place),
    openTrigger(user) {
      const id = workspace.nextId('T')
      triggers.set(id, { user, until: Date.now() + triggerLifetimeMs })
      return id
    },
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', root)
    const fields = parseFields(await readBody(request), request.headers['content-type'] ?? '')
    if (pathname.startsWith('/response/')) {
      const posted = responseUrls.post(pathname.slice('/response/'.length), fields)
      sendJson(response, posted.answer, posted.status)
      return
    }
    if (!pathname.startsWith('/api/')) {
      sendJson(response, { ok: false, error: 'not_found' }, 404)
      return
    }
    const method = pathname.slice('/api/'.length)
    const trouble = troubles.get(method)?.shift()
    if (trouble?.delayMs !== undefined) await wait(trouble.delayMs)
    const refusal = trouble === undefined ? null : refusalOf(trouble)
    const called = refusal ?? runMethod(method, fields, request)
    calls.push({ method, args: fields, at: Date.now(), ...(isRefusal(called) ? { error: called.error } : {}) })
    const retry = trouble?.retryAfterSeconds
    sendJson(response, called, trouble?.status ?? 200, retry === undefined ? {} : { 'retry-after': String(retry) })
  }

  function runMethod(method: string, fields: Record<string, unknown>, request: IncomingMessage): Answer {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? fields.token
    if (token === undefined) return refuse('not_authed')
    if (method === 'apps.connections.open') {
      if (options.appToken === undefined || token !== options.appToken) return refuse('invalid_auth')
      const path = `/link/?ticket=${workspace.nextId('W')}`
      tickets.add(path)
      return { ok: true, url: `ws://127.0.0.1:${port}${path}` }
    }
    if (token !== options.botToken) return refuse('invalid_auth')
    return callMethod(method, fields, context, options.scopes ?? 'every')
  }

  return {
    ...createGestures(workspace, emit),
    ...requests,
    workspace,
    apiUrl: `${root}/api/`,
    calls,
    events,
    socket,
    emit,
    setRequestUrl(url) {
      requestUrl = url
    },
    trouble: (method, trouble) => troubles.set(method, [...(troubles.get(method) ?? []), trouble]),
    redeliver(id, number) {
      const sent = events.find((each) => each.id === id)
      if (sent === undefined) throw new Error(`no event ${id} was sent`)
      const payload = envelopeOf(id, sent.event, workspace)
      return transport.send({ kind: 'events_api', payload }, { number, reason: 'http_timeout' })
    },
    async close() {
      socket.close()
      for (const each of sockets) each.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** A call that meets trouble does nothing else; one that is only slow does its work. */
function refusalOf(trouble: Trouble): Refusal | null {
  if (trouble.error !== undefined) return refuse(trouble.error)
  if (trouble.status === undefined) return null
  return refuse(trouble.status === 429 ? 'ratelimited' : 'internal_error')
}
