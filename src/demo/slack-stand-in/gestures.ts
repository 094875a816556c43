import { randomUUID } from 'node:crypto'
import { isRecord } from './block-limits.ts'
import type { Acknowledgement, Delivery } from './delivery.ts'
import { composeMessage, escapeEntities } from './typed-text.ts'
import { deletionOf, eventOf, withoutChannel } from './web-api/chat.ts'
import { announceJoin } from './web-api/conversations.ts'
import type { AppEvent, Block, Channel, Message, Workspace } from './workspace.ts'

/** What a gesture needs of Slack: events to the app, and requests that wait for its acknowledgement. */
export interface Wire {
  emit(event: AppEvent): void
  request(delivery: Delivery): Promise<Acknowledgement>
  /** A `response_url` for this place, good for five posts in half an hour. */
  openResponseUrl(place: { channel: string; user: string; message?: Message }): string
  openTrigger(user: string): string
}

/** What people do in Slack. */
export interface Gestures {
  /** Posts as a person; the app hears it where it is a member, a mention twice. */
  say(user: string, channel: string, typed: string, more?: Readonly<Record<string, unknown>>): Message
  command(user: string, channel: string, command: string, text: string): Promise<Acknowledgement>
  /** Presses the button `action_id` of a message that this person sees. */
  press(user: string, message: Message, actionId: string): Promise<Acknowledgement>
  shortcut(user: string, message: Message, callbackId: string): Promise<Acknowledgement>
  /** Deletes a person's message; its thread's replies stay, without a parent. */
  deleteMessage(message: Message): void
  createChannel(user: string, name: string, more?: Partial<Channel>): Channel
  rename(channel: string, name: string): void
  inviteBot(user: string, channel: string): void
}

export function createGestures(workspace: Workspace, wire: Wire): Gestures {
  const { botUserId, appId, teamId, teamDomain } = workspace.installation
  const team = { id: teamId, domain: teamDomain }

  const personOf = (user: string) => ({
    id: user,
    name: workspace.people.get(user)?.name ?? user,
    username: workspace.people.get(user)?.name ?? user,
    team_id: teamId,
  })
  const channelOf = (id: string): Channel => {
    const channel = workspace.channel(id)
    if (channel === undefined) throw new Error(`no channel ${id} in the stand-in`)
    return channel
  }
  const hears = (channel: Channel) => channel.members.includes(botUserId)

  /** A mention in a joined channel comes as two events with two ids, in no order. */
  const tellOf = (message: Message, channel: Channel) => {
    if (!hears(channel)) return
    const event = { ...eventOf(message, channel.is_private), team: teamId }
    const mention = message.text.includes(`<@${botUserId}>`) ? [{ ...event, type: 'app_mention' }] : []
    const events: AppEvent[] = Math.random() < 0.5 ? [event, ...mention] : [...mention, event]
    for (const each of events) wire.emit(each)
  }

  const interact = (user: string, message: Message, more: Record<string, unknown>) => {
    const channel = channelOf(message.channel)
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
    say(user, channelId, typed, more = {}) {
      const channel = channelOf(channelId)
      const directory = {
        users: new Map([...workspace.people.values()].map((person) => [person.name, person.id])),
        channels: new Map(workspace.channels().map((each) => [each.name, each.id])),
      }
      const message: Message = {
        type: 'message',
        channel: channelId,
        ts: workspace.nextTs(),
        user,
        client_msg_id: randomUUID(),
        ...composeMessage(typed, directory),
        ...more,
      }
      workspace.putMessage(message)
      tellOf(message, channel)
      return message
    },
    async command(user, channelId, command, text) {
      const channel = channelOf(channelId)
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
    deleteMessage(message) {
      const channel = channelOf(message.channel)
      workspace.removeMessage(message.channel, message.ts)
      if (hears(channel)) wire.emit(deletionOf(message, channel.is_private, workspace.nextTs()))
    },
    createChannel(user, name, more = {}) {
      const channel: Channel = {
        id: workspace.nextId('C'),
        name,
        creator: user,
        created: Math.floor(Date.now() / 1000),
        is_private: false,
        is_archived: false,
        is_ext_shared: false,
        is_general: false,
        members: [user],
        ...more,
      }
      workspace.putChannel(channel)
      if (!channel.is_private)
        wire.emit({
          type: 'channel_created',
          channel: {
            id: channel.id,
            is_channel: true,
            name,
            name_normalized: name,
            created: channel.created,
            creator: user,
            is_shared: false,
            is_org_shared: false,
            context_team_id: teamId,
          },
          event_ts: workspace.nextTs(),
        })
      return channel
    },
    rename(channelId, name) {
      const channel = { ...channelOf(channelId), name }
      workspace.putChannel(channel)
      wire.emit({
        type: 'channel_rename',
        channel: { id: channelId, name, name_normalized: name, created: channel.created, is_channel: true },
        event_ts: workspace.nextTs(),
      })
    },
    inviteBot(user, channelId) {
      const channel = channelOf(channelId)
      if (hears(channel)) return
      workspace.putChannel({ ...channel, members: [...channel.members, botUserId] })
      wire.emit(eventOf(announceJoin(workspace, channelId), channel.is_private))
      wire.emit({
        type: 'member_joined_channel',
        user: botUserId,
        channel: channelId,
        channel_type: channel.is_private ? 'G' : 'C',
        team: teamId,
        inviter: user,
        event_ts: workspace.nextTs(),
      })
    },
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
