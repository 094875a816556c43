import { randomUUID } from 'node:crypto'
import { composeMessage } from './typed-text.ts'
import { changeOf, deletionOf, eventOf } from './web-api/chat.ts'
import { announceJoin } from './web-api/conversations.ts'
import { type AppEvent, type Channel, findExisting, type Message, type Workspace } from './workspace.ts'

/** What people do in Slack without the app, which hears of it. */
export interface Gestures {
  /** Posts as a person; the app hears it where it is a member, a mention twice. */
  say(user: string, channel: string, typed: string, more?: Readonly<Record<string, unknown>>): Message
  /** A person writes a message anew; the app hears of it as `message_changed`. */
  edit(message: Message, typed: string): void
  /** Slack shows a preview of a link under a message: a `message_changed` in which nobody wrote anything. */
  unfurl(message: Message): void
  /** Deletes a person's message; its thread's replies stay, without a parent. */
  deleteMessage(message: Message): void
  createChannel(user: string, name: string, more?: Partial<Channel>): Channel
  rename(channel: string, name: string): void
  inviteBot(user: string, channel: string): void
}

export function createGestures(workspace: Workspace, emit: (event: AppEvent) => void): Gestures {
  const { botUserId, teamId } = workspace.installation

  const hears = (channel: Channel) => channel.members.includes(botUserId)

  /** A mention in a joined channel comes as two events with two ids, in no order. */
  const tellOf = (message: Message, channel: Channel) => {
    if (!hears(channel)) return
    const event = { ...eventOf(message, channel.is_private), team: teamId }
    const mention = message.text.includes(`<@${botUserId}>`) ? [{ ...event, type: 'app_mention' }] : []
    const events: AppEvent[] = Math.random() < 0.5 ? [event, ...mention] : [...mention, event]
    for (const each of events) emit(each)
  }

  const directory = () => ({
    users: new Map([...workspace.people.values()].map((person) => [person.name, person.id])),
    channels: new Map(workspace.channels().map((each) => [each.name, each.id])),
  })

  const change = (previous: Message, changes: Partial<Message>) => {
    const channel = findExisting(workspace, previous.channel)
    const message: Message = { ...previous, ...changes }
    workspace.putMessage(message)
    if (hears(channel)) emit(changeOf(message, previous, channel.is_private, workspace.nextTs()))
  }

  return {
    edit: (message, typed) =>
      change(message, {
        ...composeMessage(typed, directory()),
        edited: { user: message.user ?? '', ts: workspace.nextTs() },
      }),
    unfurl: (message) =>
      change(message, {
        attachments: [{ title: 'A page', text: 'AccessDenied: a page about S3', from_url: 'https://example.com' }],
      }),
    say(user, channelId, typed, more = {}) {
      const channel = findExisting(workspace, channelId)
      const message: Message = {
        type: 'message',
        channel: channelId,
        ts: workspace.nextTs(),
        user,
        client_msg_id: randomUUID(),
        ...composeMessage(typed, directory()),
        ...more,
      }
      workspace.putMessage(message)
      tellOf(message, channel)
      return message
    },
    deleteMessage(message) {
      const channel = findExisting(workspace, message.channel)
      workspace.removeMessage(message.channel, message.ts)
      if (hears(channel)) emit(deletionOf(message, channel.is_private, workspace.nextTs()))
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
        emit({
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
      const channel = { ...findExisting(workspace, channelId), name }
      workspace.putChannel(channel)
      emit({
        type: 'channel_rename',
        channel: { id: channelId, name, name_normalized: name, created: channel.created, is_channel: true },
        event_ts: workspace.nextTs(),
      })
    },
    inviteBot(user, channelId) {
      const channel = findExisting(workspace, channelId)
      if (hears(channel)) return
      workspace.putChannel({ ...channel, members: [...channel.members, botUserId] })
      emit(eventOf(announceJoin(workspace, channelId), channel.is_private))
      emit({
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
