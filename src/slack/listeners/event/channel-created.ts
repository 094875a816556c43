import type { Context, SlackEventMiddlewareArgs } from '@slack/bolt'
import type { Deps } from '../../deps.ts'
import { joinIncident } from '../../incidents.ts'
import { ownOf } from '../own.ts'

type Args = Pick<SlackEventMiddlewareArgs<'channel_created'>, 'event' | 'body'> & {
  readonly context: Pick<Context, 'botId' | 'botUserId'>
}

/** A public channel with an incident's name was made: joins, and answers what stands there already. */
export const channelCreated =
  (deps: Deps) =>
  async ({ event, body, context }: Args): Promise<void> => {
    const { id, name } = event.channel
    if (deps.texts.isIncidentName(name)) await joinIncident(deps, id, ownOf(context, body))
  }
