import type { SlackCommandMiddlewareArgs } from '@slack/bolt'
import { mayAsk } from '../../access.ts'
import { answerAt, beginInThread, post } from '../../answer.ts'
import type { Deps } from '../../deps.ts'
import { isIncident } from '../../incidents.ts'
import {
  askedMessage,
  otherErrorMessage,
  parentGoneMessage,
  refusalMessage,
  usageMessage,
} from '../../messages/notices.ts'
import { answerAsker, answerChannel, respondWith } from '../../respond.ts'

type Args = Pick<SlackCommandMiddlewareArgs, 'command' | 'ack' | 'respond'>

/**
 * `/s3denied bucket/key as role`: acknowledges at once, posts a message that names the ask, and answers in its thread.
 * Where the bot cannot post, or others may read what it posts, it answers through response_url.
 */
export const s3deniedCommand =
  (deps: Deps) =>
  async ({ command, ack, respond }: Args): Promise<void> => {
    await ack()
    deps.metrics.acked('command')
    if (!(await deps.memory.claim([`trigger:${command.trigger_id}`]))) return

    const said = deps.texts.command(command.text)
    if (said.kind === 'usage') return respondWith(deps, respond, usageMessage(said.reason))
    if (said.kind === 'not-authorization') return respondWith(deps, respond, otherErrorMessage(said.error))

    const { ask } = said
    const channel = command.channel_id
    const info = await deps.directory.channel(channel)
    const where = { id: channel, info, isIncident: await isIncident(deps, channel, info?.name ?? null) }
    const access = await mayAsk(deps.settings, deps.directory, where, { id: command.user_id, team: command.team_id })
    if (access.kind !== 'allowed') return respondWith(deps, respond, refusalMessage(access))

    const asker = { id: command.user_id }
    if (info === null || info.isShared) return answerAsker(deps, respond, ask, asker, 'command')

    const asked = await post(deps, { channel }, askedMessage(ask, command.user_name || null))
    if (asked.kind === 'refused') return answerChannel(deps, respond, ask, asker)
    const begun = await beginInThread(deps, { channel, thread_ts: asked.position.ts }, ask)
    switch (begun.kind) {
      case 'begun':
        return answerAt(deps, begun.position, ask, asker)
      case 'parent-gone':
        return respondWith(deps, respond, parentGoneMessage)
      case 'cannot-post':
        return answerAsker(deps, respond, ask, asker, 'command')
    }
  }
