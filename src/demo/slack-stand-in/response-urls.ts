import { isRecord } from './block-limits.ts'
import { eventOf, nameBlocks, readContent } from './web-api/chat.ts'
import { isMember, isRefusal, type MethodContext } from './web-api/method.ts'
import type { Message } from './workspace.ts'

/** Where a `response_url` leads: the channel, who pressed or typed, and the message that was pressed. */
export interface Place {
  readonly channel: string
  readonly user: string
  readonly message?: Message
}

export interface ResponseUrls {
  open(place: Place): string
  /** What Slack answers to a post there: the status and the body. */
  post(id: string, fields: Record<string, unknown>): { status: number; answer: Record<string, unknown> }
}

const uses = 5
const lifetimeMs = 30 * 60_000

/** Five posts in thirty minutes, ephemeral by default. https://docs.slack.dev/interactivity/handling-user-interaction */
export function createResponseUrls(context: MethodContext, address: (id: string) => string): ResponseUrls {
  const open = new Map<string, { place: Place; left: number; until: number }>()
  const { workspace, emit } = context

  function publish(place: Place, fields: Record<string, unknown>): { status: number; answer: Record<string, unknown> } {
    if (fields.delete_original === true && place.message !== undefined) {
      workspace.removeMessage(place.channel, place.message.ts)
      return { status: 200, answer: { ok: true } }
    }
    const content = readContent(fields)
    if (isRefusal(content)) return { status: 400, answer: content }
    const blocks = content.blocks === undefined ? {} : { blocks: nameBlocks(content.blocks, workspace.nextId) }
    const replaced = fields.replace_original === true ? place.message : undefined
    if (replaced !== undefined) {
      const now = workspace.message(place.channel, replaced.ts) ?? replaced
      workspace.putMessage({ ...now, text: content.text, ...blocks })
      return { status: 200, answer: { ok: true } }
    }
    const thread = typeof fields.thread_ts === 'string' ? { thread_ts: fields.thread_ts } : {}
    const shown = fields.response_type === 'in_channel' ? {} : { visible_to: place.user }
    // Such a post has the bot's id and no `user`, so that ignoreSelf does not know it.
    const message: Message = {
      type: 'message',
      subtype: 'bot_message',
      channel: place.channel,
      ts: workspace.nextTs(),
      bot_id: workspace.installation.botId,
      app_id: workspace.installation.appId,
      text: content.text,
      ...blocks,
      ...thread,
      ...shown,
    }
    workspace.putMessage(message)
    const channel = workspace.channel(place.channel)
    if (message.visible_to === undefined && channel !== undefined && isMember(channel, workspace))
      emit(eventOf(message, channel.is_private))
    return { status: 200, answer: { ok: true } }
  }

  return {
    open(place) {
      const id = workspace.nextId('R')
      open.set(id, { place, left: uses, until: Date.now() + lifetimeMs })
      return address(id)
    },
    post(id, fields) {
      const held = open.get(id)
      if (held === undefined || held.until < Date.now())
        return { status: 404, answer: { ok: false, error: 'expired_url' } }
      if (held.left === 0) return { status: 404, answer: { ok: false, error: 'used_url' } }
      held.left -= 1
      return isRecord(fields)
        ? publish(held.place, fields)
        : { status: 400, answer: { ok: false, error: 'invalid_payload' } }
    },
  }
}
