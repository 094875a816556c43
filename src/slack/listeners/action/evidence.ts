import type { BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt'
import { mayAsk } from '../../access.ts'
import { findAnswer } from '../../answer.ts'
import type { Deps } from '../../deps.ts'
import type { Standing } from '../../directory.ts'
import { isIncident } from '../../incidents.ts'
import { type Answer, answerMessage } from '../../messages/answer-message.ts'
import { readAsk } from '../../messages/ask-value.ts'
import { evidenceMessages } from '../../messages/evidence-message.ts'
import { type EvidenceRefusal, evidenceRefusalMessage, refusalMessage } from '../../messages/notices.ts'
import { onlyForYou } from '../../messages/only-you.ts'
import { respondWith } from '../../respond.ts'
import { threadOf } from '../thread-of.ts'

type Args = Pick<SlackActionMiddlewareArgs<BlockAction<ButtonAction>>, 'action' | 'ack' | 'body' | 'respond'>

/** Policies are for full members only: a guest is invited to a channel, not to the accounts. */
const refusalOf = {
  member: null,
  guest: 'guest',
  outsider: 'outsider',
  unknown: 'unknown',
} as const satisfies Record<Standing, EvidenceRefusal | null>

/** **Evidence**: the deciding statements, read anew, to the one who pressed and to nobody else. */
export const evidence =
  (deps: Deps) =>
  async ({ action, ack, body, respond }: Args): Promise<void> => {
    await ack()
    deps.metrics.acked('action')
    const { user } = body
    const channel = body.channel?.id
    const ask = readAsk(action.value ?? '')
    if (channel === undefined || !(await deps.memory.claim([`trigger:${body.trigger_id}`]))) return
    if (ask === null) return respondWith(deps, respond, evidenceRefusalMessage('too-old'))

    const refusal = refusalOf[await deps.directory.standing(user.id)]
    if (refusal !== null) return respondWith(deps, respond, evidenceRefusalMessage(refusal), threadOf(body))
    const info = await deps.directory.channel(channel)
    const where = { id: channel, info, isIncident: await isIncident(deps, channel, info?.name ?? null) }
    const access = await mayAsk(deps.settings, deps.directory, where, { id: user.id, team: user.team_id ?? null })
    if (access.kind !== 'allowed') return respondWith(deps, respond, refusalMessage(access))

    const show = async (answer: Answer): Promise<void> => {
      const now = deps.now()
      const messages =
        answer.kind === 'diagnosis' ? evidenceMessages(answer, now) : [onlyForYou(answerMessage(answer, ask, now))]
      // One after the other, for they are to be read in this order.
      for (const message of messages) await respondWith(deps, respond, message, threadOf(body))
    }
    const settled = deps.jobs.whenInterrupted(() => show({ kind: 'interrupted' }))
    try {
      await show(await findAnswer(deps, ask, { id: user.id }))
    } finally {
      settled()
    }
  }
