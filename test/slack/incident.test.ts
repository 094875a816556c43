import { appMention } from '../../src/slack/listeners/event/app-mention.ts'
import { channelCreated } from '../../src/slack/listeners/event/channel-created.ts'
import { channelRename } from '../../src/slack/listeners/event/channel-rename.ts'
import { memberJoinedChannel } from '../../src/slack/listeners/event/member-joined-channel.ts'
import { message } from '../../src/slack/listeners/event/message.ts'
import { anna, appId, botId, botUserId, context, createFakes, methods, now } from './fakes.ts'

type Fakes = ReturnType<typeof createFakes>
type Fields = Readonly<Record<string, unknown>>

const channel = 'C0INCIDENT1'
const inIncident = { channels: { [channel]: { name: 'inc-1' } } }
const denial = 'upload failed: 403 acme-reports/x'

/** Bolt's own event types name dozens of fields that no listener reads; these are Slack's payloads as far as they matter. */
const body = <T>(event: T, more: Fields = {}) => ({
  token: '',
  team_id: 'T0ACME0001',
  api_app_id: appId,
  type: 'event_callback' as const,
  event_id: 'Ev1',
  event_time: 0,
  event,
  ...more,
})

const said = (fields: Fields) => ({
  type: 'message' as const,
  subtype: undefined,
  channel,
  channel_type: 'channel' as const,
  user: anna,
  ts: '1763112037.000100',
  event_ts: '1763112037.000100',
  text: denial,
  ...fields,
})

const hear = (fakes: Fakes, fields: Fields = {}, more: Fields = {}): Promise<void> => {
  const event = said(fields)
  return message(fakes.deps)({ event, body: body(event, more), context })
}

const mention = (fakes: Fakes, fields: Fields = {}): Promise<void> => {
  const { subtype: _, ...message } = said({ text: `<@${botUserId}> ${denial}` })
  const event = { ...message, type: 'app_mention' as const, ...fields }
  return appMention(fakes.deps)({ event, body: body(event), context })
}

const edit = (fakes: Fakes, after: Fields, before: Fields): Promise<void> => {
  const event = {
    type: 'message' as const,
    subtype: 'message_changed' as const,
    hidden: true as const,
    channel,
    channel_type: 'channel' as const,
    ts: '1763112038.000100',
    event_ts: '1763112038.000100',
    message: said(after),
    previous_message: said(before),
  }
  return message(fakes.deps)({ event, body: body(event), context })
}

describe('a message in an incident’s channel', () => {
  test('that shows a denial is answered in its thread without anyone asking', async () => {
    const fakes = createFakes(inIncident)
    await hear(fakes)
    expect(methods(fakes.sent)).toEqual(['post', 'update'])
    expect(fakes.sent[0]).toMatchObject({ channel, thread_ts: '1763112037.000100' })
  })

  test('is answered in the thread that it stands in', async () => {
    const fakes = createFakes(inIncident)
    await hear(fakes, { thread_ts: '1763112000.000100' })
    expect(fakes.sent[0]).toMatchObject({ thread_ts: '1763112000.000100' })
  })

  test('delivered four times is answered once', async () => {
    const fakes = createFakes(inIncident)
    for (const _ of [0, 1, 2, 3]) await hear(fakes)
    expect(methods(fakes.sent)).toEqual(['post', 'update'])
  })

  test('delivered twice at the same moment is answered once', async () => {
    const fakes = createFakes(inIncident)
    await Promise.all([hear(fakes), hear(fakes)])
    expect(methods(fakes.sent)).toEqual(['post', 'update'])
  })

  test('that comes under two ts with one client_msg_id is answered once', async () => {
    const fakes = createFakes(inIncident)
    await hear(fakes, { client_msg_id: 'c-1' })
    await hear(fakes, { client_msg_id: 'c-1', ts: '1763112037.000200' })
    expect(methods(fakes.sent)).toEqual(['post', 'update'])
  })

  test.each(['message first', 'mention first'])(
    'that mentions the bot comes twice and is answered once: %s',
    async (order) => {
      const fakes = createFakes(inIncident)
      const both = [() => hear(fakes, { text: `<@${botUserId}> ${denial}` }), () => mention(fakes)]
      for (const deliver of order === 'message first' ? both : both.reverse()) await deliver()
      expect(methods(fakes.sent)).toEqual(['post', 'update'])
    },
  )

  test('of ordinary talk gets nothing, and no call to Slack is made for it', async () => {
    const fakes = createFakes({ channels: { [channel]: 'never asked' } })
    await hear(fakes, { text: 'access denied to the canteen' })
    expect(fakes.sent).toEqual([])
    expect(fakes.logged).toEqual([])
  })

  test('that shows an error of S3’s which is no denial gets the one thing to do', async () => {
    const fakes = createFakes(inIncident)
    await hear(fakes, { text: 'SlowDown' })
    expect(methods(fakes.sent)).toEqual(['post'])
    expect(fakes.sent[0]?.text).toContain('S3 throttles this caller')
  })

  test('with more denials than fit gets three answers and says how many are left', async () => {
    const fakes = createFakes(inIncident)
    await hear(fakes, { text: ['a', 'b', 'c', 'd', 'e'].map((key) => `403 acme-reports/${key}`).join(' ') })
    expect(methods(fakes.sent)).toEqual(['post', 'post', 'post', 'update', 'update', 'update', 'post'])
    expect(fakes.sent.at(-1)?.text).toContain('2 more denials')
  })

  test('that an app repeats is answered once, a person each time', async () => {
    const fakes = createFakes(inIncident)
    const card = { subtype: 'bot_message', bot_id: 'B0MONITOR1', user: undefined }
    await hear(fakes, { ...card, ts: '1.1' })
    await hear(fakes, { ...card, ts: '1.2' })
    expect(methods(fakes.sent)).toEqual(['post', 'update'])
    await hear(fakes, { ts: '1.3' })
    await hear(fakes, { ts: '1.4' })
    expect(methods(fakes.sent)).toHaveLength(6)
  })

  test('of Slack’s own (a join, a topic, a deletion) gets nothing', async () => {
    const fakes = createFakes(inIncident)
    for (const subtype of ['channel_join', 'channel_topic', 'message_deleted', 'pinned_item'])
      await hear(fakes, { subtype })
    expect(fakes.sent).toEqual([])
  })
})

test('a denial in an ordinary channel gets nothing', async () => {
  const fakes = createFakes({ channels: { [channel]: { name: 'data-eng' } } })
  await hear(fakes)
  expect(fakes.sent).toEqual([])
})

test('a denial in a channel of which Slack says nothing gets nothing', async () => {
  const fakes = createFakes({ channels: { [channel]: 'missing_scope' } })
  await hear(fakes)
  expect(fakes.sent).toEqual([])
  expect(fakes.logged[0]).toMatchObject({ level: 'warn' })
})

describe('the bot’s own messages are never answered', () => {
  test.each([
    ['posted', { user: botUserId, bot_id: botId }],
    ['posted through response_url', { subtype: 'bot_message', bot_id: botId, user: undefined }],
    ['posted through response_url by its app', { bot_id: 'B0OTHER001', app_id: appId, user: undefined }],
  ])('%s', async (_, fields) => {
    const fakes = createFakes(inIncident)
    await hear(fakes, fields)
    await edit(fakes, { ...fields, text: `${denial} again` }, fields)
    expect(fakes.sent).toEqual([])
  })
})

describe('an edit', () => {
  test('that only unfurls a link is not read again', async () => {
    const fakes = createFakes(inIncident)
    await edit(fakes, { attachments: [{ text: 'unfurled' }] }, {})
    expect(fakes.sent).toEqual([])
  })

  test('that adds a denial is answered like a new message', async () => {
    const fakes = createFakes(inIncident)
    await edit(fakes, { text: denial }, { text: 'upload failed' })
    expect(methods(fakes.sent)).toEqual(['post', 'update'])
  })

  test('that changes what was denied is answered in the place of the answer', async () => {
    const fakes = createFakes(inIncident)
    await hear(fakes)
    await edit(fakes, { text: '403 acme-exports/y' }, { text: denial })
    expect(methods(fakes.sent)).toEqual(['post', 'update', 'update'])
    expect(fakes.sent[2]).toMatchObject({ ts: 'posted-1' })
    expect(fakes.sent[2]?.text).toContain('acme-exports')
  })

  test('that changes other words leaves the answer alone', async () => {
    const fakes = createFakes(inIncident)
    await hear(fakes)
    await edit(fakes, { text: `please help: ${denial}` }, { text: denial })
    expect(methods(fakes.sent)).toEqual(['post', 'update'])
  })
})

describe('in a channel that another organization reads', () => {
  const shared = { channels: { [channel]: { name: 'inc-1', isShared: true } } }

  test('all get one line that names nothing, and the writer the answer for their eyes alone', async () => {
    const fakes = createFakes(shared)
    await hear(fakes)
    expect(methods(fakes.sent)).toEqual(['post', 'postEphemeral'])
    expect(fakes.sent[0]?.text).not.toMatch(/acme-reports|\d{12}/)
    expect(fakes.sent[1]).toMatchObject({ user: anna, thread_ts: '1763112037.000100' })
    expect(fakes.sent[1]?.text).toContain('acme-reports')
  })

  test('the envelope alone is enough to know', async () => {
    const fakes = createFakes(inIncident)
    await hear(fakes, {}, { is_ext_shared_channel: true })
    expect(methods(fakes.sent)).toEqual(['post', 'postEphemeral'])
  })

  test.each([
    ['somebody of the other organization', { users: { [anna]: { teamIds: ['T0OTHER001'] } } }],
    ['somebody of whom Slack says nothing', { users: { [anna]: 'user_not_found' } }],
    ['a stranger', { users: { [anna]: { isStranger: true } } }],
  ])('%s gets no answer', async (_, users) => {
    const fakes = createFakes({ ...shared, ...users })
    await hear(fakes)
    expect(methods(fakes.sent)).toEqual(['post'])
  })

  test('the line comes once a thread', async () => {
    const fakes = createFakes(shared)
    await hear(fakes, { thread_ts: '1.0', ts: '1.1' })
    await hear(fakes, { thread_ts: '1.0', ts: '1.2' })
    expect(methods(fakes.sent)).toEqual(['post', 'postEphemeral', 'postEphemeral'])
  })
})

test('where only some groups may ask, others’ messages are not answered unasked', async () => {
  const world = { ...inIncident, settings: { allowedUserGroups: ['S0ONCALL01'] } }
  const outside = createFakes(world)
  await hear(outside)
  expect(outside.sent).toEqual([])
  const inside = createFakes({ ...world, groups: { S0ONCALL01: [anna] } })
  await hear(inside)
  expect(methods(inside.sent)).toEqual(['post', 'update'])
})

describe('a mention', () => {
  const elsewhere = { channels: { [channel]: { name: 'data-eng' } } }

  test('with a denial is answered in any channel', async () => {
    const fakes = createFakes(elsewhere)
    await mention(fakes)
    expect(methods(fakes.sent)).toEqual(['post', 'update'])
  })

  test('may say what the command takes', async () => {
    const fakes = createFakes(elsewhere)
    await mention(fakes, { text: `<@${botUserId}> acme-reports/x` })
    expect(methods(fakes.sent)).toEqual(['post', 'update'])
  })

  test('in a thread asks for the thread’s first message', async () => {
    const fakes = createFakes({ ...elsewhere, threads: { '1.0': [{ ts: '1.0', text: denial }] } })
    await mention(fakes, { text: `<@${botUserId}> why?`, thread_ts: '1.0' })
    expect(methods(fakes.sent)).toEqual(['post', 'update'])
  })

  test('without anything to read gets what the bot takes, seen by the writer alone', async () => {
    const fakes = createFakes(elsewhere)
    await mention(fakes, { text: `<@${botUserId}> hello` })
    expect(methods(fakes.sent)).toEqual(['postEphemeral'])
    expect(fakes.sent[0]).toMatchObject({ user: anna })
  })

  test('of somebody who may not ask is refused', async () => {
    const fakes = createFakes({ ...elsewhere, settings: { allowedChannels: ['C0ONCALL01'] } })
    await mention(fakes)
    expect(methods(fakes.sent)).toEqual(['postEphemeral'])
  })

  test('that is edited to say more is answered then', async () => {
    const fakes = createFakes(inIncident)
    const before = { text: `<@${botUserId}> hello` }
    await mention(fakes, before)
    await edit(fakes, { text: `<@${botUserId}> ${denial}` }, before)
    expect(methods(fakes.sent)).toEqual(['postEphemeral', 'post', 'update'])
  })

  test('that was answered and is edited is answered in the place of the answer, in any channel', async () => {
    const fakes = createFakes(elsewhere)
    await mention(fakes)
    await edit(fakes, { text: '403 acme-exports/y' }, { text: denial })
    expect(methods(fakes.sent)).toEqual(['post', 'update', 'update'])
  })

  test('of an app is answered only where no user group is demanded', async () => {
    const app = { user: undefined, bot_id: 'B0MONITOR1' }
    const open = createFakes(elsewhere)
    await mention(open, app)
    expect(methods(open.sent)).toEqual(['post', 'update'])
    const closed = createFakes({ ...elsewhere, settings: { allowedUserGroups: ['S0ONCALL01'] } })
    await mention(closed, app)
    expect(closed.sent).toEqual([])
  })

  test('by itself is ignored', async () => {
    const fakes = createFakes(elsewhere)
    await mention(fakes, { user: botUserId, bot_id: botId })
    expect(fakes.sent).toEqual([])
  })
})

describe('an incident is declared', () => {
  const create = (fakes: Fakes, name: string): Promise<void> => {
    const event = {
      type: 'channel_created' as const,
      event_ts: '1.0',
      channel: {
        id: channel,
        is_channel: true,
        name,
        name_normalized: name,
        created: 0,
        creator: anna,
        is_shared: false,
        is_org_shared: false,
        context_team_id: '',
        is_archived: false,
        is_frozen: false,
        is_general: false,
        is_group: false,
        is_private: false,
        is_ext_shared: false,
        is_im: false,
        is_mpim: false,
        is_pending_ext_shared: false,
      },
    }
    return channelCreated(fakes.deps)({ event, body: body(event), context })
  }
  const history = [
    said({ ts: '1.1', text: 'hello' }),
    said({ ts: '1.2', text: '403 acme-reports/first' }),
    said({ ts: '1.3', text: '403 acme-reports/answered', reply_users: [anna, botUserId] }),
    said({ ts: '1.4', text: '403 acme-reports/mine', bot_id: botId }),
    said({ ts: '1.5', text: '403 acme-reports/second' }),
  ]

  test('by a channel’s name: joins, and answers what stands there, oldest first, once', async () => {
    const fakes = createFakes({ ...inIncident, history })
    await create(fakes, 'inc-1')
    expect(methods(fakes.sent)).toEqual(['join', 'history', 'post', 'update', 'post', 'update'])
    expect(fakes.sent.filter(({ method }) => method === 'post').map(({ thread_ts }) => thread_ts)).toEqual([
      '1.2',
      '1.5',
    ])
    await create(fakes, 'inc-1')
    expect(methods(fakes.sent).slice(6)).toEqual(['join'])
  })

  test('what stands in its threads is answered there too', async () => {
    const first = said({ ts: '1.1', text: 'exports are down', reply_count: 2 })
    const replies = [
      said({ ts: '1.2', thread_ts: '1.1', text: 'looking' }),
      said({ ts: '1.3', thread_ts: '1.1', text: '403 acme-reports/reply' }),
    ]
    const fakes = createFakes({ ...inIncident, history: [first], threads: { '1.1': [first, ...replies] } })
    await create(fakes, 'inc-1')
    expect(methods(fakes.sent)).toEqual(['join', 'history', 'post', 'update'])
    expect(fakes.sent[2]).toMatchObject({ thread_ts: '1.1' })
  })

  test('an ordinary channel is not joined', async () => {
    const fakes = createFakes()
    await create(fakes, 'random')
    expect(fakes.sent).toEqual([])
  })

  test('a channel that cannot be joined is said in the log', async () => {
    const fakes = createFakes({ ...inIncident, refuse: { join: 'method_not_supported_for_channel_type' } })
    await create(fakes, 'inc-1')
    expect(fakes.sent).toEqual([])
    expect(fakes.logged.at(-1)).toMatchObject({ level: 'warn', code: 'method_not_supported_for_channel_type' })
  })

  test('by a rename', async () => {
    const fakes = createFakes({ ...inIncident, history })
    const event = {
      type: 'channel_rename' as const,
      event_ts: '1.0',
      channel: { id: channel, name: 'inc-1', name_normalized: 'inc-1', created: 0, is_channel: true, is_mpim: false },
    }
    await channelRename(fakes.deps)({ event, body: body(event), context })
    expect(methods(fakes.sent)).toEqual(['join', 'history', 'post', 'update', 'post', 'update'])
  })

  const join = (fakes: Fakes, user: string): Promise<void> => {
    const event = {
      type: 'member_joined_channel' as const,
      user,
      channel,
      channel_type: 'G',
      team: '',
      event_ts: '1.0',
    }
    return memberJoinedChannel(fakes.deps)({ event, body: body(event), context })
  }

  test('by an invitation into a private channel', async () => {
    const fakes = createFakes({ ...inIncident, history })
    await join(fakes, botUserId)
    expect(methods(fakes.sent)).toEqual(['history', 'post', 'update', 'post', 'update'])
  })

  test('another’s joining is nothing', async () => {
    const fakes = createFakes({ ...inIncident, history })
    await join(fakes, anna)
    expect(fakes.sent).toEqual([])
  })

  test('by an incident tool’s announcement: joins the channel that it names, whatever that is called', async () => {
    const fakes = createFakes({
      channels: { [channel]: { name: 'incidents' }, C0WARROOM1: { name: 'exports-are-down' } },
      settings: { announcementChannels: ['incidents'] },
      history,
    })
    const text = 'incident declared in <#C0WARROOM1|exports-are-down>'
    await hear(fakes, { subtype: 'bot_message', bot_id: 'B0INCIDENT', user: undefined, text })
    expect(methods(fakes.sent)).toEqual(['join', 'history', 'post', 'update', 'post', 'update'])
    await hear(fakes, { channel: 'C0WARROOM1', ts: '2.0', text: '403 acme-reports/third' })
    expect(fakes.sent.at(-2)).toMatchObject({ method: 'post', channel: 'C0WARROOM1', thread_ts: '2.0' })
  })

  test('the history of the last day is asked for', async () => {
    const fakes = createFakes(inIncident)
    let oldest = ''
    const web = {
      ...fakes.deps.web,
      history: async (_: string, from: string) => {
        oldest = from
        return []
      },
    }
    const event = {
      type: 'member_joined_channel' as const,
      user: botUserId,
      channel,
      channel_type: 'C',
      team: '',
      event_ts: '1.0',
    }
    await memberJoinedChannel({ ...fakes.deps, web })({ event, body: body(event), context })
    expect(Number(oldest)).toBe(now / 1000 - 24 * 60 * 60)
  })
})
