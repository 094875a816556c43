import type { Channel, Message, Workspace } from '../workspace.ts'
import { eventOf, withoutChannel } from './chat.ts'
import {
  type Arguments,
  findChannel,
  isMember,
  isRefusal,
  type Method,
  readBoolean,
  readNumber,
  readText,
  refuse,
} from './method.ts'

/** https://docs.slack.dev/reference/methods/conversations.info */
export const info: Method = {
  scopes: ['channels:read', 'groups:read'],
  run(args, context) {
    const channel = findChannel(args, context)
    return isRefusal(channel) ? channel : { ok: true, channel: describeChannel(channel, context.workspace) }
  },
}

/** https://docs.slack.dev/reference/methods/conversations.list */
export const list: Method = {
  scopes: ['channels:read', 'groups:read'],
  run(args, { workspace }) {
    const types = (readText(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim())
    const seen = workspace
      .channels()
      .filter((channel) =>
        channel.is_private
          ? types.includes('private_channel') && isMember(channel, workspace)
          : types.includes('public_channel'),
      )
      .filter((channel) => !(readBoolean(args, 'exclude_archived') && channel.is_archived))
    const page = takePage(seen, args)
    return {
      ok: true,
      channels: page.items.map((channel) => describeChannel(channel, workspace)),
      response_metadata: { next_cursor: page.next },
    }
  },
}

/** https://docs.slack.dev/reference/methods/conversations.join */
export const join: Method = {
  scopes: ['channels:join'],
  run(args, context) {
    const { workspace } = context
    const channel = findChannel(args, context)
    if (isRefusal(channel)) return channel
    if (channel.is_private) return refuse('method_not_supported_for_channel_type')
    if (channel.is_archived) return refuse('is_archived')
    const { botUserId, teamId } = workspace.installation
    if (isMember(channel, workspace))
      return {
        ok: true,
        channel: describeChannel(channel, workspace),
        warning: 'already_in_channel',
        response_metadata: { warnings: ['already_in_channel'] },
      }
    const joined = { ...channel, members: [...channel.members, botUserId] }
    workspace.putChannel(joined)
    context.emit(eventOf(announceJoin(workspace, channel.id), channel.is_private))
    context.emit({
      type: 'member_joined_channel',
      user: botUserId,
      channel: channel.id,
      channel_type: 'C',
      team: teamId,
      event_ts: workspace.nextTs(),
    })
    return { ok: true, channel: describeChannel(joined, workspace) }
  },
}

/** Newest first, without threads' replies. https://docs.slack.dev/reference/methods/conversations.history */
export const history: Method = {
  scopes: ['channels:history', 'groups:history'],
  run(args, context) {
    const { workspace } = context
    const channel = findChannel(args, context)
    if (isRefusal(channel)) return channel
    if (!isMember(channel, workspace)) return refuse('not_in_channel')
    const all = workspace
      .messages(channel.id)
      .filter((message) => message.visible_to === undefined)
      .filter((message) => isTopLevel(message) && isBetween(message, args))
      .reverse()
    const page = takePage(all, args)
    return {
      ok: true,
      messages: page.items.map((message) => describeMessage(message, workspace)),
      has_more: page.next !== '',
      response_metadata: { next_cursor: page.next },
    }
  },
}

/** The parent and then its replies, oldest first. https://docs.slack.dev/reference/methods/conversations.replies */
export const replies: Method = {
  scopes: ['channels:history', 'groups:history'],
  run(args, context) {
    const { workspace } = context
    const channel = findChannel(args, context)
    if (isRefusal(channel)) return channel
    if (!isMember(channel, workspace)) return refuse('not_in_channel')
    const asked = workspace.message(channel.id, readText(args, 'ts') ?? '')
    if (asked === undefined) return refuse('thread_not_found')
    const parent = asked.thread_ts ?? asked.ts
    const thread = workspace
      .messages(channel.id)
      .filter((message) => message.visible_to === undefined)
      .filter((message) => message.ts === parent || (message.thread_ts === parent && isBetween(message, args)))
    const page = takePage(thread, args)
    return {
      ok: true,
      messages: page.items.map((message) => describeMessage(message, workspace)),
      has_more: page.next !== '',
      response_metadata: { next_cursor: page.next },
    }
  },
}

/** Slack says in the channel that somebody joined. */
export function announceJoin(workspace: Workspace, channel: string): Message {
  const user = workspace.installation.botUserId
  const ts = workspace.nextTs()
  const text = `<@${user}> has joined the channel`
  const message: Message = { type: 'message', subtype: 'channel_join', channel, ts, user, text }
  workspace.putMessage(message)
  return message
}

const isTopLevel = (message: Message): boolean =>
  message.thread_ts === undefined || message.thread_ts === message.ts || message.subtype === 'thread_broadcast'

function isBetween(message: Message, args: Arguments): boolean {
  const oldest = readText(args, 'oldest') ?? '0'
  const latest = readText(args, 'latest')
  const at = Number(message.ts)
  const inclusive = readBoolean(args, 'inclusive')
  const after = inclusive ? at >= Number(oldest) : at > Number(oldest)
  const before = latest === undefined || (inclusive ? at <= Number(latest) : at < Number(latest))
  return after && before
}

function takePage<T>(items: readonly T[], args: Arguments): { items: readonly T[]; next: string } {
  const limit = Math.min(Math.max(readNumber(args, 'limit', 100), 1), 1000)
  const cursor = readText(args, 'cursor')
  const from = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64').toString())
  const next = from + limit < items.length ? Buffer.from(String(from + limit)).toString('base64') : ''
  return { items: items.slice(from, from + limit), next }
}

function describeMessage(message: Message, workspace: Workspace): Record<string, unknown> {
  const answers = workspace
    .messages(message.channel)
    .filter((reply) => reply.thread_ts === message.ts && reply.visible_to === undefined && reply.ts !== message.ts)
  if (answers.length === 0) return withoutChannel(message)
  return {
    ...withoutChannel(message),
    thread_ts: message.ts,
    reply_count: answers.length,
    reply_users: [...new Set(answers.map((reply) => reply.user).filter((user) => user !== undefined))],
    latest_reply: answers.at(-1)?.ts,
  }
}

const describeChannel = (channel: Channel, workspace: Workspace): Record<string, unknown> => ({
  id: channel.id,
  name: channel.name,
  name_normalized: channel.name,
  is_channel: !channel.is_private,
  is_group: channel.is_private,
  is_im: false,
  is_mpim: false,
  is_private: channel.is_private,
  is_archived: channel.is_archived,
  is_general: channel.is_general,
  is_shared: channel.is_ext_shared,
  is_ext_shared: channel.is_ext_shared,
  is_pending_ext_shared: false,
  is_org_shared: false,
  is_member: isMember(channel, workspace),
  created: channel.created,
  creator: channel.creator,
  context_team_id: workspace.installation.teamId,
  num_members: channel.members.length,
})
