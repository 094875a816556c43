import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SlackSettings } from '../config.ts'
import type { EvidenceReader } from '../diagnose.ts'
import type { Log } from '../log.ts'
import { createApp, createReceiver, createWebClient, type Receiver } from './app.ts'
import { createVerifier } from './authenticity.ts'
import type { Deps } from './deps.ts'
import { createDirectory } from './directory.ts'
import { createHttpServer } from './http-server.ts'
import { createJobs } from './jobs.ts'
import { createMemory, type Memory } from './memory.ts'
import { createMetrics } from './metrics.ts'
import { createSocket, type Socket } from './socket.ts'
import { isRefusedToken } from './start-error.ts'
import type { TextReader } from './text-reader.ts'
import { createWeb } from './web.ts'

/** AWS may take this long before the person is told; with Slack's own calls the answer is there within 15 seconds. */
const deadlineMs = 12_000
/** A stop is over within 10 seconds: work may finish in the first of these, and its askers are told in the second. */
const finishMs = 6_500
const tellMs = 2_000
const closeMs = 500

export interface BotOptions {
  readonly settings: SlackSettings
  readonly reader: EvidenceReader
  readonly texts: TextReader
  readonly log: Log
  readonly memory?: Memory
  readonly now?: () => number
  readonly newId?: () => string
  readonly deadlineMs?: number
  /** How long to wait after so many failures in a row to reach Slack. */
  readonly backoffMs?: (failures: number) => number
}

export interface Bot {
  /**
   * Listens, then connects to Slack, trying again for as long as Slack cannot be reached; /readyz says 503 meanwhile.
   * Throws StartError where Slack refuses a token, and the port's own error where that is taken.
   */
  start(): Promise<void>
  /** Takes nothing new, finishes or tells what is under way, and is over within 10 seconds. */
  stop(): Promise<void>
  /** The port of the HTTP server, once it listens. */
  port(): number
  /** Rejects when the bot cannot go on: Slack took its token back. */
  readonly failed: Promise<never>
}

/** A start, or a reconnect, that no waiting can mend; the message says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

const doublingUpTo30s = (failures: number): number => Math.min(30_000, 500 * 2 ** failures)

/** The bot in the mode that the settings say. */
export function createBot(options: BotOptions): Bot {
  const { settings, reader, texts, log, now = Date.now, backoffMs = doublingUpTo30s } = options
  const client = createWebClient(settings, log)
  const web = createWeb(client, texts.redact, settings.apiUrl !== undefined)
  const jobs = createJobs()
  const metrics = createMetrics()
  let teamId: string | null = null
  let state: 'starting' | 'ready' | 'stopping' = 'starting'

  const deps: Deps = {
    settings,
    reader,
    texts,
    web,
    directory: createDirectory(web, () => teamId, log),
    memory: options.memory ?? createMemory(),
    jobs,
    metrics,
    log,
    now,
    newId: options.newId ?? (() => crypto.randomUUID()),
    deadlineMs: options.deadlineMs ?? deadlineMs,
  }
  const receiver = createReceiver(settings, log)
  const app = createApp(settings, receiver, deps)
  const stopping = new AbortController()
  const wait = (failures: number): Promise<void> => pause(backoffMs(failures), stopping.signal)
  let fail: (error: Error) => void = () => {}
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  // Whoever holds the bot looks at it; until then it must not count as unhandled.
  failed.catch(() => {})
  const socket = socketOf(receiver, { log, wait, onRefused: (error) => fail(refusedAppToken(error)) })

  const server = createHttpServer({
    metrics,
    log,
    slack:
      receiver.kind === 'http'
        ? { verifier: createVerifier(receiver.signingSecret, now), receive: receiver.receiver.requestListener }
        : null,
    notReady: () => {
      if (state === 'starting') return 'not connected to Slack yet'
      if (state === 'stopping') return 'stopping'
      return socket === null || socket.isOpen() ? null : 'connecting to Slack again'
    },
  })

  /** Until Slack answers. `init` asks it once more, for Bolt's own sake. */
  const identify = async (): Promise<void> => {
    for (let failures = 1; state === 'starting'; failures++) {
      try {
        const identity = await client.auth.test()
        await app.init()
        teamId = identity.team_id ?? null
        log.info({ team: identity.team, bot: identity.user }, 'Slack knows the bot')
        return
      } catch (error) {
        if (isRefusedToken(error)) throw refusedBotToken(error)
        log.warn({ err: error, failures }, 'Slack cannot be reached; trying again')
        await wait(failures)
      }
    }
  }

  return {
    failed,
    port: () => portOf(server.address()),
    async start() {
      server.listen(settings.port)
      await once(server, 'listening')
      log.info({ port: portOf(server.address()), mode: receiver.kind }, 'listening')
      await identify()
      if (state !== 'starting') return
      await socket?.open().catch((error: unknown) => {
        throw state === 'stopping' ? error : refusedAppToken(error)
      })
      state = 'ready'
      log.info('ready')
    },
    async stop() {
      if (state === 'stopping') return
      state = 'stopping'
      stopping.abort()
      server.close()
      server.closeIdleConnections()
      // Acknowledgements are long sent, and answers go through the Web API; what comes now Slack sends elsewhere or again.
      await Promise.race([socket?.close(), sleep(closeMs, undefined, { ref: false })])
      const left = await jobs.drain(finishMs, tellMs)
      if (left > 0) log.warn({ left }, 'stopped before all answers were there; their askers were told')
      server.closeAllConnections()
    },
  }
}

const socketOf = (receiver: Receiver, options: Parameters<typeof createSocket>[1]): Socket | null =>
  receiver.kind === 'socket' ? createSocket(receiver.receiver.client, options) : null

const refusedBotToken = (error: unknown): StartError =>
  new StartError(
    'Slack refused SLACK_BOT_TOKEN: set it to the Bot User OAuth Token of the installed app (api.slack.com/apps → OAuth & Permissions).',
    { cause: error },
  )

const refusedAppToken = (error: unknown): StartError =>
  new StartError(
    'Slack refused SLACK_APP_TOKEN: set it to an App-Level Token with the scope connections:write (api.slack.com/apps → Basic Information).',
    { cause: error },
  )

const portOf = (address: string | AddressInfo | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0

/** Ends early, and without an error, when the bot stops. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
