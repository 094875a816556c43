import type { BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt'
import { mayAsk } from '../../access.ts'
import { answerAt } from '../../answer.ts'
import type { Deps } from '../../deps.ts'
import { isIncident } from '../../incidents.ts'
import { rereadingMessage } from '../../messages/answer-message.ts'
import { readAsk } from '../../messages/ask-value.ts'
import { evidenceRefusalMessage, refusalMessage } from '../../messages/notices.ts'
import { answerAsker, replaceAnswer, respondWith } from '../../respond.ts'
import { slackErrorCode } from '../../web.ts'
import { threadOf } from '../thread-of.ts'

type Args = Pick<SlackActionMiddlewareArgs<BlockAction<ButtonAction>>, 'action' | 'ack' | 'body' | 'respond'>

/** **Check again**: reads AWS anew and edits the answer in place; in a message that one person sees, that one's. */
export const checkAgain =
  (deps: Deps) =>
  async ({ action, ack, body, respond }: Args): Promise<void> => {
    await ack()
    deps.metrics.acked('action')
    const { user } = body
    const channel = body.channel?.id
    const ts = body.message?.ts
    const ask = readAsk(action.value ?? '')
    if (channel === undefined || !(await deps.memory.claim([`trigger:${body.trigger_id}`]))) return
    if (ask === null) return respondWith(deps, respond, evidenceRefusalMessage('too-old'))

    const info = await deps.directory.channel(channel)
    const where = { id: channel, info, isIncident: await isIncident(deps, channel, info?.name ?? null) }
    const access = await mayAsk(deps.settings, deps.directory, where, { id: user.id, team: user.team_id ?? null })
    if (access.kind !== 'allowed') return respondWith(deps, respond, refusalMessage(access))

    const asker = { id: user.id }
    const isEphemeral = body.container.is_ephemeral === true
    if (isEphemeral) return answerAsker(deps, respond, ask, asker, 'ephemeral-button', threadOf(body))
    if (ts === undefined || info === null || info.isShared) {
      return answerAsker(deps, respond, ask, asker, 'public-button', threadOf(body))
    }
    const position = { channel, ts }
    const underWay = [`check:${channel}:${ts}`]
    if (!(await deps.memory.claim(underWay))) return
    try {
      await deps.web.update(position, rereadingMessage(ask))
      await answerAt(deps, position, ask, asker)
    } catch (error) {
      // An answer that was posted through response_url where the bot is no member cannot be edited by chat.update.
      if (slackErrorCode(error) === null) throw error
      await replaceAnswer(deps, respond, ask, asker)
    } finally {
      await deps.memory.release(underWay)
    }
  }
