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
    const message: SlackMessage = { ...event }
    const origin = originOf(message, ownOf(context, body))
    if (origin === null) return
    const { channel } = event
    const keys = keysOf(body.api_app_id, channel, origin)
    const mention = await readMention(deps, channel, message, origin)

    if (mention.kind === 'notice') {
      // Under keys of its own: a mention that is edited to say more is then answered like a new message.
      if (await deps.memory.claim(keys.map((key) => `notice:${key}`)))
        await toWriter(deps, channel, origin, mention.notice)
      return
    }
    if (!(await deps.memory.claim(keys))) return
    const isSharedByEnvelope = body.is_ext_shared_channel ?? false
    const hindrance = await answerReading(deps, { channel, origin, isSharedByEnvelope }, mention.reading)
    if (hindrance !== null) deps.log.info({ channel, hindrance: hindrance.kind }, 'could not answer a mention')
  }

type Mention =
  | { readonly kind: 'says'; readonly reading: MessageReading }
  | { readonly kind: 'notice'; readonly notice: Message }

/** The mention's own error, else what it says in the command's words, else the first message of its thread. */
async function readMention(deps: Deps, channel: string, message: SlackMessage, origin: Origin): Promise<Mention> {
  const info = await deps.directory.channel(channel)
  const where = { id: channel, info, isIncident: await isIncident(deps, channel, info?.name ?? null) }
  const who = origin.user === null ? null : { id: origin.user, team: origin.team }
  const access = await mayAsk(deps.settings, deps.directory, where, who)
  if (access.kind !== 'allowed') return { kind: 'notice', notice: refusalMessage(access) }

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
  return { kind: 'notice', notice: usageMessage(command.reason) }
}

const withoutMentions = (text: unknown): string =>
  typeof text === 'string' ? text.replace(/<@[UW][A-Z0-9]+(?:\|[^>]*)?>/g, ' ').trim() : ''

/** Only the one who wrote sees it; an app that mentions the bot gets nothing. */
async function toWriter(deps: Deps, channel: string, { user, thread_ts, ts }: Origin, said: Message): Promise<void> {
  if (user === null) return
  const place = thread_ts === ts ? { channel } : { channel, thread_ts }
  await deps.web.postEphemeral(place, user, said)
}
