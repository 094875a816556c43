import type { Context, SlackEventMiddlewareArgs } from '@slack/bolt'
import type { Deps } from '../../deps.ts'
import { answerHistory, isIncident } from '../../incidents.ts'
import { ownOf } from '../own.ts'

type Args = Pick<SlackEventMiddlewareArgs<'member_joined_channel'>, 'event' | 'body'> & {
  readonly context: Pick<Context, 'botId' | 'botUserId'>
}

/** The bot was invited: in an incident's channel, a private one too, it answers what stands there already. */
export const memberJoinedChannel =
  (deps: Deps) =>
  async ({ event, body, context }: Args): Promise<void> => {
    if (event.user !== context.botUserId) return
    const { channel } = event
    deps.directory.forgetChannel(channel)
    const info = await deps.directory.channel(channel)
    if (await isIncident(deps, channel, info?.name ?? null)) await answerHistory(deps, channel, ownOf(context, body))
  }
