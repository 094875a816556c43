import { type Channel, compareTs, type Installation, type Message, type Person } from '../slack-stand-in/workspace.ts'
import type { Names } from './mrkdwn.ts'
import type { Example, Update, Welcome } from './wire.ts'

/** What the page knows; `current` is the channel on show. */
export interface PageState {
  readonly you: string
  readonly installation: Installation
  readonly people: ReadonlyMap<string, Person>
  readonly channels: ReadonlyMap<string, Channel>
  /** By channel and `ts`. */
  readonly messages: ReadonlyMap<string, ReadonlyMap<string, Message>>
  readonly examples: readonly Example[]
  readonly current: string
  readonly unread: ReadonlySet<string>
}

export function welcome(from: Welcome, current: string | undefined): PageState {
  const messages = new Map<string, Map<string, Message>>()
  for (const message of from.messages) {
    const held = messages.get(message.channel) ?? new Map<string, Message>()
    messages.set(message.channel, held.set(message.ts, message))
  }
  const channels = new Map(from.channels.map((channel) => [channel.id, channel]))
  const first = from.channels.find((channel) => isIncident(channel)) ?? from.channels[0]
  return {
    you: from.you,
    installation: from.installation,
    people: new Map(from.people.map((person) => [person.id, person])),
    channels,
    messages,
    examples: from.examples,
    current: current !== undefined && channels.has(current) ? current : (first?.id ?? ''),
    unread: new Set(),
  }
}

/** The state after one update; a view changes nothing here, since it is shown by itself. */
export function apply(state: PageState, update: Exclude<Update, Welcome>): PageState {
  switch (update.kind) {
    case 'channel':
      return { ...state, channels: new Map(state.channels).set(update.channel.id, update.channel) }
    case 'message': {
      const { message } = update
      if (message.visible_to !== undefined && message.visible_to !== state.you) return state
      const held = new Map(state.messages.get(message.channel)).set(message.ts, message)
      const unread = message.channel === state.current ? state.unread : new Set(state.unread).add(message.channel)
      return { ...state, messages: new Map(state.messages).set(message.channel, held), unread }
    }
    case 'deleted': {
      const held = new Map(state.messages.get(update.channel))
      held.delete(update.ts)
      return { ...state, messages: new Map(state.messages).set(update.channel, held) }
    }
    case 'view':
      return state
  }
}

export function openChannel(state: PageState, channel: string): PageState {
  const unread = new Set(state.unread)
  unread.delete(channel)
  return { ...state, current: channel, unread }
}

/** The channel's messages as they are shown: each with its thread, oldest first. A reply whose parent is gone stands alone. */
export function threadsOf(state: PageState): readonly { parent: Message; replies: readonly Message[] }[] {
  const all = [...(state.messages.get(state.current)?.values() ?? [])].sort((a, b) => compareTs(a.ts, b.ts))
  const known = new Set(all.map((message) => message.ts))
  const isReply = (message: Message) =>
    message.thread_ts !== undefined && message.thread_ts !== message.ts && known.has(message.thread_ts)
  return all
    .filter((message) => !isReply(message))
    .map((parent) => ({ parent, replies: all.filter((reply) => isReply(reply) && reply.thread_ts === parent.ts) }))
}

export const isIncident = (channel: Channel): boolean => /^(inc|incident|sev\d?)[-_]/.test(channel.name)

export const namesOf = (state: PageState): Names => ({
  user: (id) => state.people.get(id)?.name,
  channel: (id) => state.channels.get(id)?.name,
})
