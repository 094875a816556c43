import type { SlackMessage } from './web.ts'

/** What of a Slack message decides whether and how it is answered; its words are read by extract/. */
export interface Origin {
  readonly ts: string
  /** The thread to answer in. */
  readonly thread_ts: string
  /** The person who wrote it; `null` for an app. */
  readonly user: string | null
  /** The workspace of that person, where Slack says it. */
  readonly team: string | null
  readonly clientMsgId: string | null
}

/** The bot's own marks, for telling its own messages. */
export interface Own {
  readonly appId: string | null
  readonly botId: string | null
  readonly userId: string | null
}

/** Slack's subtypes under which people and apps write; all others are Slack's own notices, or deletions. */
const written: ReadonlySet<unknown> = new Set([
  undefined,
  'thread_broadcast',
  'file_share',
  'me_message',
  'bot_message',
])

/** `null` for what nobody wrote, and for what the bot itself wrote. */
export function originOf(message: SlackMessage, own: Own): Origin | null {
  if (!written.has(message.subtype) || isOwn(message, own)) return null
  const ts = text(message.ts)
  if (ts === null) return null
  const isApp = message.subtype === 'bot_message' || text(message.bot_id) !== null
  return {
    ts,
    thread_ts: text(message.thread_ts) ?? ts,
    user: isApp ? null : text(message.user),
    team: text(message.user_team),
    clientMsgId: text(message.client_msg_id),
  }
}

/**
 * Bolt's ignoreSelf lets two kinds of our own messages pass: edits, and posts through response_url, which have no user.
 * Both quote denials and must not be answered again.
 */
const isOwn = (message: SlackMessage, { appId, botId, userId }: Own): boolean =>
  (botId !== null && message.bot_id === botId) ||
  (appId !== null && message.app_id === appId) ||
  (userId !== null && message.user === userId)

/** An edit changed what the message says, and not only what Slack unfurled beneath it. */
export function isRewritten(message: SlackMessage, previous: SlackMessage): boolean {
  const isApp = text(message.bot_id) !== null
  const said = ({ text: words, blocks, attachments }: SlackMessage) => [words, blocks, isApp ? attachments : null]
  return JSON.stringify(said(message)) !== JSON.stringify(said(previous))
}

/** The keys under which a message is remembered; one gesture can come as two `ts` with the same client_msg_id. */
export const keysOf = (appId: string, channel: string, { ts, clientMsgId }: Origin): readonly string[] => [
  `message:${appId}:${channel}:${ts}`,
  ...(clientMsgId === null ? [] : [`client:${appId}:${channel}:${clientMsgId}`]),
]

/** Every channel that the message names, by id: `<#C123|name>` in its texts and channel elements in its blocks. */
export function channelsIn(message: SlackMessage): readonly string[] {
  const json = JSON.stringify([message.text, message.blocks, message.attachments])
  const ids = [...json.matchAll(/<#([CG][A-Z0-9]{2,20})[|>]|"channel_id":"([CG][A-Z0-9]{2,20})"/g)]
  return [...new Set(ids.map(([, inText, inBlocks]) => inText ?? inBlocks).filter((id) => id !== undefined))]
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
