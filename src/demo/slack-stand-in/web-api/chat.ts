import { countBlockCharacters, findBlockFaults, totalBlocksLimit } from '../block-limits.ts'
import type { AppEvent, Block, Message } from '../workspace.ts'
import {
  type Answer,
  type Arguments,
  findChannel,
  isMember,
  isRefusal,
  type Method,
  type Refusal,
  readBoolean,
  readJson,
  readText,
  refuse,
} from './method.ts'

const scopes = ['chat:write']

/** https://docs.slack.dev/reference/methods/chat.postMessage */
export const postMessage: Method = {
  scopes,
  run(args, context) {
    const { workspace } = context
    const channel = findChannel(args, context)
    if (isRefusal(channel)) return channel
    if (!isMember(channel, workspace)) return refuse('not_in_channel')
    if (channel.is_archived) return refuse('is_archived')
    const content = readContent(args)
    if (isRefusal(content)) return content
    const { botUserId, botId, appId } = workspace.installation
    const parent = readText(args, 'thread_ts')
    // A reply whose parent is gone lands top-level, without an error.
    const thread = parent !== undefined && workspace.message(channel.id, parent) !== undefined ? parent : undefined
    const message: Message = {
      type: 'message',
      channel: channel.id,
      ts: workspace.nextTs(),
      user: botUserId,
      bot_id: botId,
      app_id: appId,
      text: content.text.slice(0, 40_000),
      ...(content.blocks === undefined ? {} : { blocks: nameBlocks(content.blocks, workspace.nextId) }),
      ...(thread === undefined ? {} : { thread_ts: thread }),
      ...(readBoolean(args, 'reply_broadcast') && thread !== undefined ? { subtype: 'thread_broadcast' } : {}),
    }
    workspace.putMessage(message)
    context.emit(eventOf(message, channel.is_private))
    return { ok: true, channel: channel.id, ts: message.ts, message }
  },
}

/** https://docs.slack.dev/reference/methods/chat.update */
export const updateMessage: Method = {
  scopes,
  run(args, context) {
    const { workspace } = context
    const channel = findChannel(args, context)
    if (isRefusal(channel)) return channel
    const previous = workspace.message(channel.id, readText(args, 'ts') ?? '')
    if (previous === undefined || previous.visible_to !== undefined) return refuse('message_not_found')
    if (previous.bot_id !== workspace.installation.botId) return refuse('cant_update_message')
    // A limit of updates alone: a post cuts its text at 40,000.
    if ((readText(args, 'text') ?? '').length > 4000) return refuse('msg_too_long')
    const content = readContent(args)
    if (isRefusal(content)) return content
    if (content.blocks !== undefined && hasRichText(previous.blocks) && !hasRichText(content.blocks))
      return refuse('block_mismatch')
    const blocks = content.blocks === undefined ? previous.blocks : nameBlocks(content.blocks, workspace.nextId)
    const message: Message = {
      ...previous,
      text: content.text,
      ...(blocks === undefined ? {} : { blocks }),
      edited: { user: workspace.installation.botUserId, ts: workspace.nextTs() },
    }
    workspace.putMessage(message)
    // The app's own edit comes back to it, and Bolt's ignoreSelf lets it pass.
    context.emit(changeOf(message, previous, channel.is_private, workspace.nextTs()))
    return { ok: true, channel: channel.id, ts: message.ts, text: message.text, message }
  },
}

/** https://docs.slack.dev/reference/methods/chat.delete */
export const deleteMessage: Method = {
  scopes,
  run(args, context) {
    const { workspace } = context
    const channel = findChannel(args, context)
    if (isRefusal(channel)) return channel
    const message = workspace.message(channel.id, readText(args, 'ts') ?? '')
    if (message === undefined || message.visible_to !== undefined) return refuse('message_not_found')
    if (message.bot_id !== workspace.installation.botId) return refuse('cant_delete_message')
    workspace.removeMessage(channel.id, message.ts)
    context.emit(deletionOf(message, channel.is_private, workspace.nextTs()))
    return { ok: true, channel: channel.id, ts: message.ts }
  },
}

/** https://docs.slack.dev/reference/methods/chat.postEphemeral */
export const postEphemeral: Method = {
  scopes,
  run(args, context) {
    const { workspace } = context
    const channel = findChannel(args, context)
    if (isRefusal(channel)) return channel
    if (!isMember(channel, workspace)) return refuse('not_in_channel')
    const user = readText(args, 'user') ?? ''
    if (!channel.members.includes(user)) return refuse('user_not_in_channel')
    const content = readContent(args)
    if (isRefusal(content)) return content
    const thread = readText(args, 'thread_ts')
    const { botId, appId, botUserId } = workspace.installation
    const ts = workspace.nextTs()
    workspace.putMessage({
      type: 'message',
      channel: channel.id,
      ts,
      user: botUserId,
      bot_id: botId,
      app_id: appId,
      text: content.text,
      visible_to: user,
      ...(content.blocks === undefined ? {} : { blocks: nameBlocks(content.blocks, workspace.nextId) }),
      ...(thread === undefined ? {} : { thread_ts: thread }),
    })
    return { ok: true, message_ts: ts }
  },
}

/** https://docs.slack.dev/reference/methods/chat.getPermalink */
export const getPermalink: Method = {
  scopes: [],
  run(args, context): Answer {
    const channel = findChannel(args, context)
    if (isRefusal(channel)) return channel
    const ts = readText(args, 'message_ts') ?? ''
    if (context.workspace.message(channel.id, ts) === undefined) return refuse('message_not_found')
    const domain = context.workspace.installation.teamDomain
    return {
      ok: true,
      channel: channel.id,
      permalink: `https://${domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}`,
    }
  },
}

/** Text and blocks of a message, checked against Slack's limits; also for what is posted to a `response_url`. */
export function readContent(args: Arguments): { text: string; blocks: readonly Block[] | undefined } | Refusal {
  const blocks = args.blocks === undefined ? undefined : readJson(args, 'blocks')
  const text = readText(args, 'text') ?? ''
  if (args.blocks !== undefined) {
    const faults = findBlockFaults(blocks)
    if (faults.length > 0)
      return refuse('invalid_blocks', {
        errors: faults,
        response_metadata: { messages: faults.map((fault) => `[ERROR] ${fault}`) },
      })
  }
  const list: readonly Block[] | undefined = Array.isArray(blocks) ? blocks : undefined
  if (text === '' && (list === undefined || list.length === 0)) return refuse('no_text')
  if (list !== undefined && countBlockCharacters(list) > totalBlocksLimit) return refuse('msg_blocks_too_long')
  return { text, blocks: list }
}

/** Slack gives each block an id where the app did not. */
export const nameBlocks = (blocks: readonly Block[], nextId: (prefix: string) => string): readonly Block[] =>
  blocks.map((block) => (block.block_id === undefined ? { ...block, block_id: nextId('b').toLowerCase() } : block))

const hasRichText = (blocks: readonly Block[] | undefined): boolean =>
  (blocks ?? []).some((block) => block.type === 'rich_text')

/** An event names the channel beside the message, never in it. */
export function withoutChannel(message: Message): Record<string, unknown> {
  const { channel: _, visible_to: __, ...rest } = message
  return rest
}

export const changeOf = (message: Message, previous: Message, isPrivate: boolean, ts: string): AppEvent => ({
  type: 'message',
  subtype: 'message_changed',
  hidden: true,
  channel: message.channel,
  channel_type: isPrivate ? 'group' : 'channel',
  message: withoutChannel(message),
  previous_message: withoutChannel(previous),
  ts,
  event_ts: ts,
})

export const deletionOf = (message: Message, isPrivate: boolean, ts: string): AppEvent => ({
  type: 'message',
  subtype: 'message_deleted',
  hidden: true,
  channel: message.channel,
  channel_type: isPrivate ? 'group' : 'channel',
  deleted_ts: message.ts,
  previous_message: withoutChannel(message),
  ts,
  event_ts: ts,
})

export const eventOf = (message: Message, isPrivate: boolean): AppEvent => ({
  ...withoutChannel(message),
  type: 'message',
  channel: message.channel,
  channel_type: isPrivate ? 'group' : 'channel',
  event_ts: message.ts,
})
