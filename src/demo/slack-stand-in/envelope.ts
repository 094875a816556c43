import type { AppEvent, Workspace } from './workspace.ts'

/** https://docs.slack.dev/apis/events-api: the event inside what Slack knows of the app and the workspace. */
export function envelopeOf(id: string, event: AppEvent, workspace: Workspace): Record<string, unknown> {
  const { appId, teamId, botUserId } = workspace.installation
  const channel = typeof event.channel === 'string' ? workspace.channel(event.channel) : undefined
  return {
    token: 'verification-token-is-deprecated',
    team_id: teamId,
    context_team_id: teamId,
    context_enterprise_id: null,
    api_app_id: appId,
    event,
    type: 'event_callback',
    event_id: id,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: teamId, user_id: botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: channel?.is_ext_shared ?? false,
    event_context: `4-${id}`,
  }
}

/** Messages are subscribed to by the kind of channel, everything else by the event's type. */
export function isSubscribed(event: AppEvent, subscribed: readonly string[]): boolean {
  if (event.type !== 'message') return subscribed.includes(String(event.type))
  return subscribed.includes(event.channel_type === 'group' ? 'message.groups' : 'message.channels')
}
