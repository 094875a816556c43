import { isRecord } from './block-limits.ts'
import type { Acknowledgement, Delivery } from './delivery.ts'
import type { Place } from './response-urls.ts'
import { escapeEntities } from './typed-text.ts'
import { withoutChannel } from './web-api/chat.ts'
import { type Block, findExisting, type Message, type Workspace } from './workspace.ts'

/** What a request needs of Slack: the way to the app, and the two things that the app may answer with. */
export interface RequestWire {
  request(delivery: Delivery): Promise<Acknowledgement>
  /** A `response_url` for this place, good for five posts in half an hour. */
  openResponseUrl(place: Place): string
  openTrigger(user: string): string
}

/** What people ask of the app itself; each waits for the app's acknowledgement. */
export interface Requests {
  command(user: string, channel: string, command: string, text: string): Promise<Acknowledgement>
  /** Presses the button `action_id` of a message that this person sees. */
  press(user: string, message: Message, actionId: string): Promise<Acknowledgement>
  shortcut(user: string, message: Message, callbackId: string): Promise<Acknowledgement>
}

export function createRequests(workspace: Workspace, wire: RequestWire): Requests {
  const { appId, teamId, teamDomain } = workspace.installation
  const team = { id: teamId, domain: teamDomain }

  const personOf = (user: string) => ({
    id: user,
    name: workspace.people.get(user)?.name ?? user,
    username: workspace.people.get(user)?.name ?? user,
    team_id: teamId,
  })

  const interact = (user: string, message: Message, more: Record<string, unknown>) => {
    const channel = findExisting(workspace, message.channel)
    const unseen = message.visible_to !== undefined
    return wire.request({
      kind: 'interactive',
      payload: {
        user: personOf(user),
        api_app_id: appId,
        token: 'verification-token-is-deprecated',
        trigger_id: wire.openTrigger(user),
        team,
        enterprise: null,
        is_enterprise_install: false,
        channel: { id: channel.id, name: channel.is_private ? 'privategroup' : channel.name },
        response_url: wire.openResponseUrl({ channel: channel.id, user, message }),
        // Slack leaves an ephemeral message out of what is pressed in it.
        ...(unseen ? {} : { message: withoutChannel(message) }),
        ...more,
      },
    })
  }

  return {
    async command(user, channelId, command, text) {
      const channel = findExisting(workspace, channelId)
      const acknowledgement = await wire.request({
        kind: 'slash_commands',
        payload: {
          token: 'verification-token-is-deprecated',
          team_id: teamId,
          team_domain: teamDomain,
          channel_id: channel.id,
          channel_name: channel.is_private ? 'privategroup' : channel.name,
          user_id: user,
          user_name: personOf(user).name,
          command,
          text: escapeEntities(text),
          api_app_id: appId,
          is_enterprise_install: 'false',
          response_url: wire.openResponseUrl({ channel: channel.id, user }),
          trigger_id: wire.openTrigger(user),
        },
      })
      const shown = sayAcknowledged(command, acknowledgement)
      if (shown !== null)
        workspace.putMessage({
          type: 'message',
          channel: channelId,
          ts: workspace.nextTs(),
          visible_to: user,
          ...shown,
        })
      return acknowledgement
    },
    press(user, message, actionId) {
      const found = findButton(message, actionId)
      if (found === null) throw new Error(`no button ${actionId} in message ${message.ts}`)
      return interact(user, message, {
        type: 'block_actions',
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: message.channel,
          is_ephemeral: message.visible_to !== undefined,
          ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
        },
        state: { values: {} },
        actions: [
          {
            type: 'button',
            action_id: actionId,
            block_id: found.blockId,
            text: found.button.text,
            ...(found.button.value === undefined ? {} : { value: found.button.value }),
            ...(found.button.style === undefined ? {} : { style: found.button.style }),
            action_ts: workspace.nextTs(),
          },
        ],
      })
    },
    shortcut: (user, message, callbackId) =>
      interact(user, message, {
        type: 'message_action',
        callback_id: callbackId,
        action_ts: workspace.nextTs(),
        message_ts: message.ts,
      }),
  }
}

/** What the person sees of a command's acknowledgement: the text that came with it, or Slack's own word of a failure. */
function sayAcknowledged(
  command: string,
  acknowledgement: Acknowledgement,
): { text: string; blocks?: readonly Block[] } | null {
  if (acknowledgement.kind !== 'acknowledged') {
    const error = acknowledgement.kind === 'none' ? 'operation_timeout' : 'dispatch_failed'
    return { text: `${command} failed with the error "${error}"` }
  }
  const { response } = acknowledgement
  if (typeof response === 'string') return { text: response }
  if (!isRecord(response)) return null
  const text = typeof response.text === 'string' ? response.text : ''
  const blocks = Array.isArray(response.blocks) ? response.blocks.filter(isRecord) : undefined
  if (text === '' && blocks === undefined) return null
  return { text, ...(blocks === undefined ? {} : { blocks }) }
}

function findButton(message: Message, actionId: string): { button: Record<string, unknown>; blockId: unknown } | null {
  for (const block of message.blocks ?? []) {
    const elements = block.type === 'actions' ? block.elements : [block.accessory]
    if (!Array.isArray(elements)) continue
    const button = elements.filter(isRecord).find((element) => element.action_id === actionId)
    if (button !== undefined) return { button, blockId: block.block_id }
  }
  return null
}
