/** A Block Kit block, as the Web API takes it; `block-limits.ts` knows what is in it. */
export type Block = Readonly<Record<string, unknown>>

export interface Person {
  readonly id: string
  readonly name: string
  readonly real_name: string
  readonly is_bot: boolean
  readonly is_restricted: boolean
  readonly team_id: string
}

export interface Channel {
  readonly id: string
  readonly name: string
  readonly creator: string
  readonly created: number
  readonly is_private: boolean
  readonly is_archived: boolean
  readonly is_ext_shared: boolean
  readonly is_general: boolean
  readonly members: readonly string[]
}

export interface Message {
  readonly type: 'message'
  readonly channel: string
  readonly ts: string
  readonly text: string
  readonly user?: string
  readonly bot_id?: string
  readonly app_id?: string
  readonly subtype?: string
  readonly blocks?: readonly Block[]
  readonly thread_ts?: string
  readonly edited?: { readonly user: string; readonly ts: string }
  readonly client_msg_id?: string
  /** Set on an ephemeral message: the one person who sees it. */
  readonly visible_to?: string
  readonly [extra: string]: unknown
}

/** The inner event of what Slack sends to the app. */
export type AppEvent = Readonly<Record<string, unknown>> & { readonly type: string }

/** The installed app, as its page in Slack's settings shows it. */
export interface Installation {
  readonly appId: string
  readonly botId: string
  readonly botUserId: string
  readonly teamId: string
  readonly teamName: string
  readonly teamDomain: string
}

/** What changed, for the page's event stream and for a test that waits. */
export type Change =
  | { readonly kind: 'channel'; readonly channel: Channel }
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'deleted'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'view'; readonly user: string; readonly view: Block }

export interface Workspace {
  readonly installation: Installation
  readonly people: ReadonlyMap<string, Person>
  channels(): readonly Channel[]
  channel(id: string): Channel | undefined
  /** Every message of a channel, oldest first, threads' replies and ephemeral ones among them. */
  messages(channel: string): readonly Message[]
  message(channel: string, ts: string): Message | undefined
  /** Ephemeral messages that were posted through a `response_url` have no channel membership to check. */
  putMessage(message: Message): void
  removeMessage(channel: string, ts: string): void
  putChannel(channel: Channel): void
  showView(user: string, view: Block): void
  /** A `ts` that no other message has: seconds and microseconds, rising. */
  nextTs(): string
  nextId(prefix: string): string
  /** Calls `listener` after each change; returns what ends that. */
  onChange(listener: (change: Change) => void): () => void
}

/** The state of one made-up Slack workspace, in memory. */
export function createWorkspace(
  installation: Installation,
  people: readonly Person[],
  now: () => number = Date.now,
): Workspace {
  const channels = new Map<string, Channel>()
  const messages = new Map<string, Map<string, Message>>()
  const listeners = new Set<(change: Change) => void>()
  let lastMicros = 0
  let lastId = 0

  const tell = (change: Change) => {
    for (const listener of listeners) listener(change)
  }
  const messagesOf = (channel: string) => {
    const held = messages.get(channel)
    if (held !== undefined) return held
    const fresh = new Map<string, Message>()
    messages.set(channel, fresh)
    return fresh
  }

  return {
    installation,
    people: new Map(people.map((person) => [person.id, person])),
    channels: () => [...channels.values()],
    channel: (id) => channels.get(id),
    messages: (channel) => [...messagesOf(channel).values()].sort((a, b) => compareTs(a.ts, b.ts)),
    message: (channel, ts) => messagesOf(channel).get(ts),
    putMessage(message) {
      messagesOf(message.channel).set(message.ts, message)
      tell({ kind: 'message', message })
    },
    removeMessage(channel, ts) {
      messagesOf(channel).delete(ts)
      tell({ kind: 'deleted', channel, ts })
    },
    putChannel(channel) {
      channels.set(channel.id, channel)
      tell({ kind: 'channel', channel })
    },
    showView: (user, view) => tell({ kind: 'view', user, view }),
    nextTs() {
      lastMicros = Math.max(now() * 1000, lastMicros + 1)
      return formatTs(lastMicros)
    },
    nextId(prefix) {
      lastId += 1
      return `${prefix}${lastId.toString(36).toUpperCase().padStart(9, '0')}`
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The channel with this id; an error where the stand-in's user made a mistake. */
export function findExisting(workspace: Workspace, id: string): Channel {
  const channel = workspace.channel(id)
  if (channel === undefined) throw new Error(`no channel ${id} in the stand-in`)
  return channel
}

export const formatTs = (micros: number): string =>
  `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`

/** Both have ten digits before the point and six behind it, so text order is time order. */
export const compareTs = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
