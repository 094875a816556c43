import type { MessageShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt'
import { mayAsk } from '../../access.ts'
import type { Deps } from '../../deps.ts'
import { isIncident, says } from '../../incidents.ts'
import { originOf } from '../../message-origin.ts'
import { nothingFoundMessage, otherErrorMessage, parentGoneMessage, refusalMessage } from '../../messages/notices.ts'
import { answerAsker, respondWith } from '../../respond.ts'
import { answerReading } from '../../thread-answers.ts'

type Args = Pick<SlackShortcutMiddlewareArgs<MessageShortcut>, 'shortcut' | 'ack' | 'respond'>

/** Whoever wrote the message, ours included: the person who chose it wants it read. */
const nobody = { appId: null, botId: null, userId: null }

/** The message shortcut 'Diagnose S3 denial': what the command cannot do, since commands do not run in threads. */
export const diagnoseDenial =
  (deps: Deps) =>
  async ({ shortcut, ack, respond }: Args): Promise<void> => {
    await ack()
    deps.metrics.acked('shortcut')
    if (!(await deps.memory.claim([`trigger:${shortcut.trigger_id}`]))) return
    const { user } = shortcut
    const channel = shortcut.channel.id
    const info = await deps.directory.channel(channel)
    const where = { id: channel, info, isIncident: await isIncident(deps, channel, info?.name ?? null) }
    const access = await mayAsk(deps.settings, deps.directory, where, { id: user.id, team: user.team_id ?? null })
    if (access.kind !== 'allowed') return respondWith(deps, respond, refusalMessage(access))

    const reading = deps.texts.message(shortcut.message)
    const origin = originOf(shortcut.message, nobody)
    const [ask] = reading.asks
    if (origin === null || !says(reading)) return respondWith(deps, respond, nothingFoundMessage)

    const asker = { id: user.id }
    if (info === null || info.isShared) {
      if (ask !== undefined) return answerAsker(deps, respond, ask, asker, 'shortcut')
      if (reading.notAuthorization === null) return
      return respondWith(deps, respond, otherErrorMessage(reading.notAuthorization))
    }
    const target = { channel, origin: { ...origin, user: user.id }, isSharedByEnvelope: false }
    const hindrance = await answerReading(deps, target, reading)
    if (hindrance?.kind === 'parent-gone') return respondWith(deps, respond, parentGoneMessage)
    if (hindrance?.kind === 'cannot-post' && ask !== undefined)
      return answerAsker(deps, respond, ask, asker, 'shortcut')
  }
