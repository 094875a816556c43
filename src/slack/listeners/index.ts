import type { App, BlockAction, ButtonAction } from '@slack/bolt'
import type { Deps } from '../deps.ts'
import { checkAgainAction, evidenceAction } from '../messages/layout.ts'
import { checkAgain } from './action/check-again.ts'
import { evidence } from './action/evidence.ts'
import { s3deniedCommand } from './command/s3denied.ts'
import { appMention } from './event/app-mention.ts'
import { channelCreated } from './event/channel-created.ts'
import { channelRename } from './event/channel-rename.ts'
import { memberJoinedChannel } from './event/member-joined-channel.ts'
import { message } from './event/message.ts'
import { diagnoseDenial } from './shortcut/diagnose-denial.ts'

/** Every listener of the bot; manifest.yml asks Slack for exactly these. */
export function registerListeners(app: App, deps: Deps): void {
  app.command('/s3denied', s3deniedCommand(deps))
  app.event('app_mention', appMention(deps))
  app.event('channel_created', channelCreated(deps))
  app.event('channel_rename', channelRename(deps))
  app.event('member_joined_channel', memberJoinedChannel(deps))
  app.event('message', message(deps))
  app.shortcut({ callback_id: 'diagnose_denial', type: 'message_action' }, diagnoseDenial(deps))
  app.action<BlockAction<ButtonAction>>(checkAgainAction, checkAgain(deps))
  app.action<BlockAction<ButtonAction>>(evidenceAction, evidence(deps))
}
