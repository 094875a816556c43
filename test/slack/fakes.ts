import { type RespondArguments, webApi } from '@slack/bolt'
import type { Ask } from '../../src/ask.ts'
import type { EvidenceReader } from '../../src/diagnose.ts'
import { createLog } from '../../src/log.ts'
import type { Deps } from '../../src/slack/deps.ts'
import { createDirectory } from '../../src/slack/directory.ts'
import { createJobs } from '../../src/slack/jobs.ts'
import { createMemory } from '../../src/slack/memory.ts'
import type { Message } from '../../src/slack/messages/message.ts'
import { createMetrics } from '../../src/slack/metrics.ts'
import type { CommandReading, TextReader } from '../../src/slack/text-reader.ts'
import type { ChannelInfo, SlackMessage, SlackWeb, UserInfo } from '../../src/slack/web.ts'

export const appId = 'A0DENIED01'
export const botId = 'B0DENIED01'
export const botUserId = 'U0DENIED01'
export const team = 'T0ACME0001'
export const anna = 'U0ANNA0001'
export const now = Date.UTC(2026, 10, 25, 3, 12)

export const context = { botId, botUserId }

/** A text is a denial when it says `403 bucket/key`, once for each. */
const asksIn = (text: unknown): readonly Ask[] =>
  [...String(text ?? '').matchAll(/403 ([a-z-]+)\/(\S+)/g)].map(([, bucket = '', key = '']) => ({
    bucket,
    key,
    principal: 'etl-runner',
    operation: 'GetObject',
  }))

const readCommand = (text: string): CommandReading => {
  const match = /^([a-z-]+)\/(\S+)/.exec(text)
  if (match === null) return { kind: 'usage', reason: text === 'help' ? null : `\`${text}\` names no bucket` }
  return { kind: 'ask', ask: { bucket: match[1] ?? '', key: match[2] ?? '', principal: 'etl-runner' } }
}

const texts: TextReader = {
  message: (event) => ({
    asks: asksIn(event.text),
    notAuthorization: String(event.text).includes('SlowDown') ? 'throttling' : null,
    declaresIncident: String(event.text).includes('incident declared'),
  }),
  command: readCommand,
  isIncidentName: (name) => name.startsWith('inc-'),
  redact: (text) => text.replaceAll('AKIAIOSFODNN7EXAMPLE', '[access key]'),
}

export interface Sent {
  readonly method: string
  readonly channel?: string
  readonly thread_ts?: string | undefined
  readonly ts?: string
  readonly user?: string
  readonly text?: string
  readonly blocks?: Message['blocks']
}

interface World {
  readonly reader?: EvidenceReader
  readonly settings?: Partial<Deps['settings']>
  /** What conversations.info says; a code where it is refused. */
  readonly channels?: Readonly<Record<string, Partial<ChannelInfo> | string>>
  readonly users?: Readonly<Record<string, Partial<UserInfo> | string>>
  readonly groups?: Readonly<Record<string, readonly string[] | string>>
  readonly history?: readonly SlackMessage[]
  readonly threads?: Readonly<Record<string, readonly SlackMessage[]>>
  /** Methods that Slack refuses, each with its code. */
  readonly refuse?: Readonly<Record<string, string>>
  /** Threads whose first message is gone. */
  readonly gone?: readonly string[]
  readonly deadlineMs?: number
}

export const refusal = (error: string): Error => new webApi.WebAPIPlatformError({ ok: false, error })

const orRefusal = <T extends object>(value: T | string): T => {
  if (typeof value === 'string') throw refusal(value)
  return value
}

/** Finds no bucket, at once. */
export const noBucket: EvidenceReader = {
  read: async ({ bucket = '' }) => ({
    kind: 'problem',
    problem: { kind: 'no-such-bucket', bucket, call: 's3:HeadBucket' },
  }),
}

/** A world of Slack and AWS, and all that the bot did to it, in order. */
export function createFakes(world: World = {}) {
  const sent: Sent[] = []
  const logged: Record<string, unknown>[] = []
  let posts = 0

  const record = (method: string, done: Omit<Sent, 'method'>): void => {
    const code = world.refuse?.[method]
    if (code !== undefined) throw refusal(code)
    sent.push({ method, ...done })
  }

  const web: SlackWeb = {
    async post(place, { text, blocks }) {
      record('post', { ...place, text, blocks })
      posts++
      const isGone = place.thread_ts !== undefined && (world.gone ?? []).includes(place.thread_ts)
      return { channel: place.channel, ts: `posted-${posts}`, thread_ts: isGone ? null : (place.thread_ts ?? null) }
    },
    update: async (position, { text, blocks }) => record('update', { ...position, text, blocks }),
    remove: async (position) => record('remove', position),
    postEphemeral: async (place, user, { text, blocks }) => record('postEphemeral', { ...place, user, text, blocks }),
    channelInfo: async (id) => ({
      name: null,
      isMember: true,
      isShared: false,
      ...orRefusal(world.channels?.[id] ?? {}),
    }),
    join: async (channel) => record('join', { channel }),
    history: async (channel) => {
      record('history', { channel })
      return world.history ?? []
    },
    thread: async (_, thread_ts) =>
      (world.gone ?? []).includes(thread_ts) ? [] : (world.threads?.[thread_ts] ?? [{ ts: thread_ts }]),
    userInfo: async (id) => ({
      teamIds: [team],
      isGuest: false,
      isStranger: false,
      ...orRefusal(world.users?.[id] ?? {}),
    }),
    userGroupMembers: async (id) => orRefusal(world.groups?.[id] ?? []),
  }

  const log = createLog({
    level: 'info',
    redact: texts.redact,
    secrets: [],
    destination: { write: (line) => logged.push(JSON.parse(line)) },
  })
  const jobs = createJobs()
  const deps: Deps = {
    settings: { allowedChannels: [], allowedUserGroups: [], announcementChannels: [], ...world.settings },
    reader: world.reader ?? noBucket,
    texts,
    web,
    directory: createDirectory(web, () => team, log),
    memory: createMemory(),
    jobs,
    metrics: createMetrics(),
    log,
    now: () => now,
    newId: () => 'fault-1',
    deadlineMs: world.deadlineMs ?? 1_000,
  }
  return {
    deps,
    sent,
    logged,
    /** What Bolt gives for acknowledging and for response_url; both are recorded in order with the rest. */
    ack: async () => {
      sent.push({ method: 'ack' })
    },
    respond: async (said: string | RespondArguments) => {
      const { text = '', thread_ts, response_type, replace_original = false } = typeof said === 'string' ? {} : said
      record('respond', { text, thread_ts, ts: `${response_type}${replace_original ? ' in place' : ''}` })
      return new Response()
    },
  }
}

/** The methods that were called, in order. */
export const methods = (sent: readonly Sent[]): readonly string[] => sent.map(({ method }) => method)

let triggers = 0

export const command = (text: string, more: Record<string, string> = {}) => ({
  token: '',
  command: '/s3denied',
  text,
  response_url: 'https://hooks.slack.example/1',
  trigger_id: `trigger-${++triggers}`,
  user_id: anna,
  user_name: 'anna',
  team_id: team,
  team_domain: 'acme',
  channel_id: 'C0DATAENG1',
  channel_name: 'data-eng',
  api_app_id: appId,
  ...more,
})
