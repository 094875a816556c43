import type { Context, SlackEventMiddlewareArgs } from '@slack/bolt'
import type { Deps } from '../../deps.ts'
import { joinIncident } from '../../incidents.ts'
import { ownOf } from '../own.ts'

type Args = Pick<SlackEventMiddlewareArgs<'channel_rename'>, 'event' | 'body'> & {
  readonly context: Pick<Context, 'botId' | 'botUserId'>
}

/** A channel got an incident's name, as some tools do when an incident is declared. A channel is known by its id. */
export const channelRename =
  (deps: Deps) =>
  async ({ event, body, context }: Args): Promise<void> => {
    const { id, name } = event.channel
    deps.directory.forgetChannel(id)
    if (deps.texts.isIncidentName(name)) await joinIncident(deps, id, ownOf(context, body))
  }
