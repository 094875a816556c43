import type { Context, SlackEventMiddlewareArgs } from '@slack/bolt'
import { isListed } from '../../access.ts'
import type { Deps } from '../../deps.ts'
import { answerUnasked, isIncident, joinAnnounced, says } from '../../incidents.ts'
import { channelsIn, isRewritten, originOf } from '../../message-origin.ts'
import { answerEdited } from '../../thread-answers.ts'
import type { SlackMessage } from '../../web.ts'
import { ownOf } from '../own.ts'

type Args = Pick<SlackEventMiddlewareArgs<'message'>, 'event' | 'body'> & {
  readonly context: Pick<Context, 'botId' | 'botUserId'>
}

/**
 * A message in a channel: an S3 error in an incident's channel is answered in its thread without anyone asking, and an
 * incident tool's announcement makes the bot join. Ordinary talk, and ordinary channels, get nothing.
 */
export const message =
  (deps: Deps) =>
  async ({ event, body, context }: Args): Promise<void> => {
    const own = ownOf(context, body)
    const { channel } = event
    const { said, isEdit } = written({ ...event })
    const origin = said === null ? null : originOf(said, own)
    if (said === null || origin === null) return

    const reading = deps.texts.message(said)
    if (!says(reading) && !reading.declaresIncident) return
    const target = { channel, origin, isSharedByEnvelope: body.is_ext_shared_channel ?? false }
    if (isEdit && (await answerEdited(deps, target, reading))) return
    const info = await deps.directory.channel(channel)
    const name = info?.name ?? null
    const announces = reading.declaresIncident && isListed(deps.settings.announcementChannels, channel, name)

    if (announces || (await isIncident(deps, channel, name))) await answerUnasked(deps, target, reading, own)
    if (!announces) return
    for (const declared of channelsIn(said)) await joinAnnounced(deps, declared, own)
  }

/** What was written, and whether it is an edit; `null` where the edit changed nothing that was said. */
function written(event: SlackMessage): { readonly said: SlackMessage | null; readonly isEdit: boolean } {
  if (event.subtype !== 'message_changed') return { said: event, isEdit: false }
  const { message: after, previous_message: before } = event
  if (!isRecord(after) || !isRecord(before) || !isRewritten(after, before)) return { said: null, isEdit: true }
  return { said: after, isEdit: true }
}

const isRecord = (value: unknown): value is SlackMessage => typeof value === 'object' && value !== null
