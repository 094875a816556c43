import { webApi } from '@slack/bolt'
import type { Message } from './messages/message.ts'
import { type Redact, redacted } from './messages/outgoing.ts'

/** Where a message goes: a channel, or a thread in it. */
export interface Place {
  readonly channel: string
  readonly thread_ts?: string
}

/** Where a message stands. */
export interface Position {
  readonly channel: string
  readonly ts: string
}

export interface Posted extends Position {
  /** What Slack says of the thread that the message landed in; `null` where it says none. */
  readonly thread_ts: string | null
}

export interface ChannelInfo {
  readonly name: string | null
  readonly isMember: boolean
  /** Whether another organization reads it, or has been invited to. */
  readonly isShared: boolean
}

export interface UserInfo {
  readonly teamIds: readonly string[]
  readonly isGuest: boolean
  readonly isStranger: boolean
}

/** A message as Slack gives it: its fields are read by extract/ and by listeners/message-origin.ts, each with care. */
export type SlackMessage = Readonly<Record<string, unknown>>

/** All that the bot does through Slack's Web API; every method that fails throws web-api's own errors. */
export interface SlackWeb {
  post(place: Place, message: Message): Promise<Posted>
  update(position: Position, message: Message): Promise<void>
  remove(position: Position): Promise<void>
  postEphemeral(place: Place, user: string, message: Message): Promise<void>
  channelInfo(channel: string): Promise<ChannelInfo>
  join(channel: string): Promise<void>
  /** The newest messages since `oldest`, oldest first. */
  history(channel: string, oldest: string, limit: number): Promise<readonly SlackMessage[]>
  /** A thread's first message and the replies after it, oldest first; nothing where the first message is gone. */
  thread(channel: string, thread_ts: string, limit: number): Promise<readonly SlackMessage[]>
  userInfo(user: string): Promise<UserInfo>
  userGroupMembers(group: string): Promise<readonly string[]>
}

/** Slack's own code for why a call was refused (`not_in_channel`), or `null` for any other error. */
export const slackErrorCode = (error: unknown): string | null =>
  error instanceof webApi.WebAPIPlatformError ? error.data.error : null

/** Nothing unfurls: a link in a policy must not be fetched, and an answer must stay small. */
const quiet = { unfurl_links: false, unfurl_media: false } as const

/**
 * Slack itself knows every method and leaves nothing out of its answers; what does not is a stand-in behind
 * SLACK_API_URL, which has neither shared channels nor outsiders.
 */
async function unlessStandIn<T extends object>(
  isStandIn: boolean,
  answer: () => Promise<T | undefined>,
): Promise<T | null> {
  try {
    const said = await answer()
    if (said !== undefined) return said
  } catch (error) {
    if (!isStandIn || slackErrorCode(error) !== 'unknown_method') throw error
  }
  if (!isStandIn) throw new Error('Slack left out what was asked for')
  return null
}

/** The Web API as the bot uses it. Every text that leaves passes `redact`. */
export function createWeb(client: webApi.WebClient, redact: Redact, isStandIn = false): SlackWeb {
  const sent = (message: Message) => {
    const { blocks, text } = redacted(message, redact)
    return { blocks: [...blocks], text }
  }

  return {
    async post(place, message) {
      const answer = await client.chat.postMessage({ ...place, ...sent(message), ...quiet })
      const ts = answer.ts ?? answer.message?.ts ?? ''
      // Where Slack does not show the message, it is where it was sent to.
      const thread_ts = (answer.message === undefined ? place.thread_ts : answer.message.thread_ts) ?? null
      return { channel: answer.channel ?? place.channel, ts, thread_ts }
    },
    async update(position, message) {
      await client.chat.update({ ...position, ...sent(message) })
    },
    async remove(position) {
      await client.chat.delete({ ...position })
    },
    async postEphemeral(place, user, message) {
      await client.chat.postEphemeral({ ...place, user, ...sent(message) })
    },
    async channelInfo(channel) {
      const info = await unlessStandIn(isStandIn, async () => (await client.conversations.info({ channel })).channel)
      if (info === null) return { name: null, isMember: true, isShared: false }
      return {
        name: info.name ?? null,
        isMember: info.is_member ?? false,
        isShared: Boolean(info.is_ext_shared || info.is_pending_ext_shared),
      }
    },
    async join(channel) {
      await client.conversations.join({ channel })
    },
    async history(channel, oldest, limit) {
      const { messages = [] } = await client.conversations.history({ channel, oldest, limit })
      return messages.map((message): SlackMessage => ({ ...message })).reverse()
    },
    async thread(channel, thread_ts, limit) {
      try {
        const { messages = [] } = await client.conversations.replies({ channel, ts: thread_ts, limit })
        return messages.some(({ ts }) => ts === thread_ts)
          ? messages.map((message): SlackMessage => ({ ...message }))
          : []
      } catch (error) {
        if (slackErrorCode(error) === 'thread_not_found') return []
        throw error
      }
    },
    async userInfo(user) {
      const info = await unlessStandIn(isStandIn, async () => (await client.users.info({ user })).user)
      if (info === null) return { teamIds: [], isGuest: false, isStranger: false }
      return {
        teamIds: [info.team_id, ...(info.enterprise_user?.teams ?? [])].filter((id) => id !== undefined),
        isGuest: Boolean(info.is_restricted || info.is_ultra_restricted),
        isStranger: info.is_stranger ?? false,
      }
    },
    async userGroupMembers(group) {
      return (await client.usergroups.users.list({ usergroup: group })).users ?? []
    },
  }
}
