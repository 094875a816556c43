import type { Context, SlackEventMiddlewareArgs } from '@slack/bolt'
import { mayAsk } from '../../access.ts'
import type { Deps } from '../../deps.ts'
import { isIncident, says } from '../../incidents.ts'
import { keysOf, type Origin, originOf } from '../../message-origin.ts'
import type { Message } from '../../messages/message.ts'
import { refusalMessage, usageMessage } from '../../messages/notices.ts'
import type { MessageReading } from '../../text-reader.ts'
import { answerReading } from '../../thread-answers.ts'
import type { SlackMessage } from '../../web.ts'
import { ownOf } from '../own.ts'

type Args = Pick<SlackEventMiddlewareArgs<'app_mention'>, 'event' | 'body'> & {
  readonly context: Pick<Context, 'botId' | 'botUserId'>
}

/** A mention with a denial is answered in its thread, in any channel; without one, it asks for the thread's first message. */
export const appMention =
  (deps: Deps) =>
  async ({ event, body, context }: Args): Promise<void> => {
    const own = ownOf(context, body)
    const message: SlackMessage = { ...event }
    const origin = originOf(message, own)
    if (origin === null || !(await deps.memory.claim(keysOf(body.api_app_id, event.channel, origin)))) return
    const { channel } = event

    const info = await deps.directory.channel(channel)
    if (origin.user !== null) {
      const where = { id: channel, info, isIncident: await isIncident(deps, channel, info?.name ?? null) }
      const access = await mayAsk(deps.settings, deps.directory, where, { id: origin.user, team: origin.team })
      if (access.kind !== 'allowed') return toWriter(deps, channel, origin, refusalMessage(access))
    }

    const reading = await readMention(deps, channel, message, origin)
    if (reading.kind === 'usage') return toWriter(deps, channel, origin, usageMessage(reading.reason))
    const isSharedByEnvelope = body.is_ext_shared_channel ?? false
    const hindrance = await answerReading(deps, { channel, origin, isSharedByEnvelope }, reading.reading)
    if (hindrance !== null) deps.log.info({ channel, hindrance: hindrance.kind }, 'could not answer a mention')
  }

type Mention =
  | { readonly kind: 'says'; readonly reading: MessageReading }
  | { readonly kind: 'usage'; readonly reason: string | null }

/** The mention's own error, else what it says in the command's words, else the first message of its thread. */
async function readMention(deps: Deps, channel: string, message: SlackMessage, origin: Origin): Promise<Mention> {
  const own = deps.texts.message(message)
  if (says(own)) return { kind: 'says', reading: own }
  const command = deps.texts.command(withoutMentions(message.text))
  if (command.kind === 'ask') return { kind: 'says', reading: { ...own, asks: [command.ask] } }
  if (command.kind === 'not-authorization')
    return { kind: 'says', reading: { ...own, notAuthorization: command.error } }
  if (origin.thread_ts !== origin.ts) {
    const [first] = await deps.web.thread(channel, origin.thread_ts, 1)
    const above = first === undefined ? null : deps.texts.message(first)
    if (above !== null && says(above)) return { kind: 'says', reading: above }
  }
  return command
}

const withoutMentions = (text: unknown): string =>
  typeof text === 'string' ? text.replace(/<@[UW][A-Z0-9]+(?:\|[^>]*)?>/g, ' ').trim() : ''

/** Only the one who wrote sees it; an app that mentions the bot gets nothing. */
async function toWriter(deps: Deps, channel: string, { user, thread_ts, ts }: Origin, said: Message): Promise<void> {
  if (user === null) return
  const place = thread_ts === ts ? { channel } : { channel, thread_ts }
  await deps.web.postEphemeral(place, user, said)
}
