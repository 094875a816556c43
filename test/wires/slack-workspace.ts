import { setTimeout as wait } from 'node:timers/promises'
import type { Ask } from '../../src/ask.ts'
import { acme, people, you } from '../../src/demo/acme.ts'
import { readManifest } from '../../src/demo/manifest.ts'
import { loadOrganization } from '../../src/demo/organization.ts'
import { readAsk } from '../../src/demo/reader.ts'
import { signedHeaders } from '../../src/demo/slack-stand-in/signature.ts'
import { type StandIn, startStandIn } from '../../src/demo/slack-stand-in/stand-in.ts'
import type { Message } from '../../src/demo/slack-stand-in/workspace.ts'
import type { Asker, EvidenceReader, Reading } from '../../src/diagnose.ts'
import { createLog } from '../../src/log.ts'
import { type Bot, createBot } from '../../src/slack/bot.ts'
import { createTextReader } from '../../src/slack/text-reader.ts'

export type Mode = 'http' | 'socket'

export const signingSecret = 'wires-signing-secret'

/** A reader that answers from the demo's organization once it is let go, and counts what it was asked. */
export interface HeldReader extends EvidenceReader {
  readonly asks: readonly Ask[]
  hold(): void
  release(): void
}

const files = await loadOrganization()

export function createHeldReader(): HeldReader {
  const asks: Ask[] = []
  let held = false
  let waiting: (() => void)[] = []
  return {
    asks,
    hold() {
      held = true
    },
    release() {
      held = false
      for (const resume of waiting.splice(0)) resume()
      waiting = []
    },
    async read(ask: Ask, _asker: Asker): Promise<Reading> {
      asks.push(ask)
      if (held) await new Promise<void>((resume) => waiting.push(resume))
      return readAsk(ask, files)
    },
  }
}

export interface Wired {
  readonly standIn: StandIn
  readonly bot: Bot
  readonly reader: HeldReader
  /** A channel with the bot, one without it. */
  readonly joined: string
  readonly foreign: string
  /** The log's lines, parsed. */
  readonly logged: readonly Record<string, unknown>[]
  readonly address: () => string
}

const cleanups: (() => Promise<void>)[] = []

/** Stops everything that `wire` started; for `afterEach`. */
export async function unwire(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
}

/** The real bot on its real wire to the stand-in, which grants no more than the manifest asks for. */
export async function wire(mode: Mode, more: { readonly deadlineMs?: number } = {}): Promise<Wired> {
  const { scopes, events } = await readManifest()
  const logged: Record<string, unknown>[] = []
  const reader = createHeldReader()
  const tokens = { botToken: 'xoxb-wires', appToken: 'xapp-wires' }
  const standIn = await startStandIn({
    installation: acme,
    people,
    scopes,
    events,
    botToken: tokens.botToken,
    signingSecret,
    retryDelaysMs: [],
    ...(mode === 'socket' ? { appToken: tokens.appToken } : {}),
  })
  cleanups.push(() => standIn.close())
  const incidentChannels = /^(inc|incident|sev\d?)[-_]/
  const texts = createTextReader({ incidentChannels })
  const bot = createBot({
    settings: {
      botToken: tokens.botToken,
      mode: mode === 'http' ? { kind: 'http', signingSecret } : { kind: 'socket', appToken: tokens.appToken },
      apiUrl: standIn.apiUrl,
      port: 0,
      incidentChannels,
      announcementChannels: [],
      allowedChannels: [],
      allowedUserGroups: [],
    },
    reader,
    texts,
    log: createLog({
      level: 'info',
      redact: texts.redact,
      secrets: Object.values(tokens),
      destination: { write: (line) => logged.push(JSON.parse(line)) },
    }),
    ...more,
  })
  cleanups.push(async () => {
    reader.release()
    await bot.stop()
  })
  await bot.start()
  const address = () => `http://127.0.0.1:${bot.port()}`
  standIn.setRequestUrl(`${address()}/slack/events`)
  const joined = standIn.createChannel(you.id, 'data-eng', { members: [you.id, acme.botUserId] }).id
  const foreign = standIn.createChannel(you.id, 'random').id
  return { standIn, bot, reader, joined, foreign, logged, address }
}

/** Waits until `find` gives something. */
export async function until<T>(what: string, find: () => T | undefined, withinMs = 5000): Promise<T> {
  for (const started = Date.now(); Date.now() - started < withinMs; ) {
    const found = find()
    if (found !== undefined) return found
    await wait(20)
  }
  throw new Error(`not within ${withinMs} ms: ${what}`)
}

export const fromBot = (standIn: StandIn, channel: string): readonly Message[] =>
  standIn.workspace.messages(channel).filter((message) => message.bot_id === acme.botId)

export const repliesTo = (standIn: StandIn, { channel, ts }: Message): readonly Message[] =>
  fromBot(standIn, channel).filter((message) => message.thread_ts === ts)

/** All that a person reads in a message, its blocks first. */
export const textOf = (message: Message): string => `${JSON.stringify(message.blocks ?? [])} ${message.text}`

/** A verdict has its evidence; 'reading AWS again' stands in the same blocks for a moment. */
export const isVerdict = (message: Message): boolean =>
  textOf(message).includes('"Evidence"') && !textOf(message).includes('Reading AWS')

/** Waits for a message of the bot's that says `word`. */
export const answerSaying = (standIn: StandIn, channel: string, word: string): Promise<Message> =>
  until(`an answer that says ${word}`, () =>
    fromBot(standIn, channel).find((message) => textOf(message).includes(word)),
  )

/** Long enough for an answer that must not come. */
export const aMoment = (): Promise<void> => wait(400)

/** Posts a form to the bot as somebody who claims to be Slack. */
export function postCommand(
  wired: Wired,
  fields: Readonly<Record<string, string>>,
  { secret = signingSecret, ageSeconds = 0 } = {},
): Promise<Response> {
  const body = new URLSearchParams({
    command: '/s3denied',
    user_id: you.id,
    user_name: you.name,
    team_id: acme.teamId,
    channel_id: wired.joined,
    channel_name: 'data-eng',
    api_app_id: acme.appId,
    is_enterprise_install: 'false',
    response_url: `${wired.standIn.apiUrl}../response/none`,
    trigger_id: `trigger-${Math.random()}`,
    ...fields,
  }).toString()
  const timestamp = Math.floor(Date.now() / 1000) - ageSeconds
  return fetch(`${wired.address()}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...signedHeaders(secret, body, timestamp),
    },
    body,
  })
}
