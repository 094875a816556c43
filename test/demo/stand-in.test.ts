import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { acme, people, priya, you } from '../../src/demo/acme.ts'
import { readBody } from '../../src/demo/slack-stand-in/http-body.ts'
import { signBody } from '../../src/demo/slack-stand-in/signature.ts'
import { type StandIn, type StandInOptions, startStandIn } from '../../src/demo/slack-stand-in/stand-in.ts'

const secret = 'signing-secret'
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function start(more: Partial<StandInOptions> = {}): Promise<StandIn> {
  const standIn = await startStandIn({
    installation: acme,
    people,
    botToken: 'xoxb-test',
    signingSecret: secret,
    retryDelaysMs: [],
    ...more,
  })
  cleanups.push(() => standIn.close())
  return standIn
}

type Json = Record<string, unknown>

async function call(
  standIn: StandIn,
  method: string,
  args: Record<string, string> = {},
  token = 'xoxb-test',
): Promise<Json> {
  const answer = await fetch(`${standIn.apiUrl}${method}`, {
    method: 'POST',
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
    body: new URLSearchParams(args),
  })
  const json: Json = JSON.parse(await answer.text())
  return { status: answer.status, ...json }
}

/** The app's side: answers each request with the next status, and keeps what came. */
async function listen(statuses: readonly number[], headers: Record<string, string> = {}, body = '') {
  const requests: { headers: IncomingHttpHeaders; body: string }[] = []
  const server: Server = createServer((request, response) => {
    void readBody(request).then((text) => {
      requests.push({ headers: request.headers, body: text })
      response.writeHead(statuses[Math.min(requests.length, statuses.length) - 1] ?? 200, {
        ...headers,
        'content-type': 'application/json',
      })
      response.end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { url: `http://127.0.0.1:${port}/slack/events`, requests }
}

const joined = { members: [you.id, priya.id, acme.botUserId] }
const rich = JSON.stringify([
  { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a' }] }] },
])
const plain = JSON.stringify([{ type: 'section', text: { type: 'mrkdwn', text: 'a' } }])

describe('the Web API refuses as Slack does', () => {
  test.each([
    ['not_authed', 'auth.test', {}, ''],
    ['invalid_auth', 'auth.test', {}, 'xoxb-other'],
    ['unknown_method', 'chat.shout', {}, 'xoxb-test'],
    ['channel_not_found', 'chat.postMessage', { channel: 'C0NOWHERE', text: 'x' }, 'xoxb-test'],
    ['no_such_subteam', 'usergroups.users.list', { usergroup: 'S1' }, 'xoxb-test'],
    ['user_not_found', 'users.info', { user: 'U1' }, 'xoxb-test'],
    ['expired_trigger_id', 'views.open', { trigger_id: 'T1', view: '{}' }, 'xoxb-test'],
  ])('%s', async (error, method, args, token) => {
    expect(await call(await start(), method, args, token)).toMatchObject({ ok: false, error })
  })

  test('missing_scope, and which', async () => {
    const standIn = await start({ scopes: ['chat:write'] })
    expect(await call(standIn, 'users.info', { user: you.id })).toMatchObject({
      error: 'missing_scope',
      needed: 'users:read',
    })
  })

  test('not_in_channel where it may see but is no member, channel_not_found where it may not see', async () => {
    const standIn = await start()
    const open = standIn.createChannel(you.id, 'random')
    const hidden = standIn.createChannel(you.id, 'board', { is_private: true })
    expect(await call(standIn, 'chat.postMessage', { channel: open.id, text: 'x' })).toMatchObject({
      error: 'not_in_channel',
    })
    expect(await call(standIn, 'conversations.info', { channel: hidden.id })).toMatchObject({
      error: 'channel_not_found',
    })
  })

  test('broken limits and impossible edits', async () => {
    const standIn = await start()
    const { id: channel } = standIn.createChannel(you.id, 'data-eng', joined)
    const long = JSON.stringify(
      Array.from({ length: 5 }, () => ({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(2700) } })),
    )
    const errorOf = async (method: string, args: Record<string, string>) =>
      (await call(standIn, method, { channel, ...args })).error
    expect(await errorOf('chat.postMessage', {})).toBe('no_text')
    expect(await errorOf('chat.postMessage', { blocks: '[{"type":"carousel"}]' })).toBe('invalid_blocks')
    expect(await errorOf('chat.postMessage', { blocks: long })).toBe('msg_blocks_too_long')
    const { ts } = await call(standIn, 'chat.postMessage', { channel, text: 'x', blocks: rich })
    const update = (args: Record<string, string>) => errorOf('chat.update', { ts: String(ts), ...args })
    expect(await update({ text: 'x'.repeat(4001) })).toBe('msg_too_long')
    expect(await update({ text: 'x', blocks: plain })).toBe('block_mismatch')
    expect(await update({ text: 'x', blocks: rich })).toBeUndefined()
    expect(await errorOf('chat.update', { ts: standIn.say(you.id, channel, 'mine').ts, text: 'x' })).toBe(
      'cant_update_message',
    )
    expect(await errorOf('chat.postEphemeral', { user: 'U0ELSEWHERE', text: 'x' })).toBe('user_not_in_channel')
  })

  test('429 on demand, with Retry-After, and the call does nothing', async () => {
    const standIn = await start()
    const { id: channel } = standIn.createChannel(you.id, 'data-eng', joined)
    standIn.trouble('chat.postMessage', { status: 429, retryAfterSeconds: 2 })
    expect(await call(standIn, 'chat.postMessage', { channel, text: 'x' })).toMatchObject({
      status: 429,
      error: 'ratelimited',
    })
    expect(standIn.workspace.messages(channel)).toEqual([])
    expect(await call(standIn, 'chat.postMessage', { channel, text: 'x' })).toMatchObject({ status: 200, ok: true })
  })
})

test('history is newest first without replies, replies are the thread oldest first', async () => {
  const standIn = await start()
  const { id: channel } = standIn.createChannel(you.id, 'data-eng', joined)
  const first = standIn.say(you.id, channel, 'one')
  standIn.say(you.id, channel, 'two')
  const { ts } = await call(standIn, 'chat.postMessage', { channel, text: 'reply', thread_ts: first.ts })
  const history = await call(standIn, 'conversations.history', { channel, limit: '1' })
  expect(history).toMatchObject({ messages: [{ text: 'two' }], has_more: true })
  const replies = await call(standIn, 'conversations.replies', { channel, ts: first.ts })
  expect(replies).toMatchObject({
    messages: [
      { text: 'one', reply_count: 1 },
      { text: 'reply', ts },
    ],
  })
})

test('a reply whose parent is gone lands top-level, without an error', async () => {
  const standIn = await start()
  const { id: channel } = standIn.createChannel(you.id, 'data-eng', joined)
  const answer = await call(standIn, 'chat.postMessage', { channel, text: 'x', thread_ts: '1.000001' })
  expect(answer.ok).toBe(true)
  expect(answer.message).not.toHaveProperty('thread_ts')
})

describe('events', () => {
  const typesOf = (standIn: StandIn) =>
    standIn.events.map(({ event }) => [event.type, event.subtype].filter((part) => part !== undefined).join('/'))

  test('a mention in a joined channel is two events with two ids; elsewhere there is none', async () => {
    const standIn = await start()
    const inside = standIn.createChannel(you.id, 'data-eng', joined)
    const outside = standIn.createChannel(you.id, 'random')
    standIn.say(you.id, outside.id, '@s3denied hello')
    expect(typesOf(standIn)).toEqual(['channel_created', 'channel_created'])
    standIn.say(you.id, inside.id, '@s3denied hello')
    expect(typesOf(standIn).slice(2).sort()).toEqual(['app_mention', 'message'])
    expect(new Set(standIn.events.map((sent) => sent.id)).size).toBe(4)
  })

  test('the app hears its own posts and its own edits', async () => {
    const standIn = await start()
    const { id: channel } = standIn.createChannel(you.id, 'data-eng', joined)
    const { ts } = await call(standIn, 'chat.postMessage', { channel, text: 'before' })
    await call(standIn, 'chat.update', { channel, ts: String(ts), text: 'after' })
    expect(standIn.events.at(-1)?.event).toMatchObject({
      subtype: 'message_changed',
      message: { text: 'after', bot_id: acme.botId },
      previous_message: { text: 'before' },
    })
  })

  test('joining tells the app of itself, once', async () => {
    const standIn = await start()
    const { id: channel } = standIn.createChannel(you.id, 'inc-1')
    await call(standIn, 'conversations.join', { channel })
    expect(await call(standIn, 'conversations.join', { channel })).toMatchObject({ warning: 'already_in_channel' })
    expect(typesOf(standIn)).toEqual(['channel_created', 'message/channel_join', 'member_joined_channel'])
  })

  test('only what the manifest subscribes to is sent', async () => {
    const standIn = await start({ events: ['app_mention'] })
    const { id } = standIn.createChannel(you.id, 'data-eng', joined)
    standIn.say(you.id, id, '@s3denied hello')
    expect(typesOf(standIn)).toEqual(['app_mention'])
  })

  test('are signed, and sent again three times with the same id until they are acknowledged', async () => {
    const app = await listen([500, 500, 500, 200])
    const standIn = await start({ retryDelaysMs: [0, 0, 0] })
    standIn.setRequestUrl(app.url)
    standIn.createChannel(you.id, 'data-eng')
    expect(await standIn.events[0]?.acknowledgement).toMatchObject({ kind: 'acknowledged', status: 200 })
    expect(app.requests.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3'])
    expect(app.requests[1]?.headers['x-slack-retry-reason']).toBe('http_error')
    for (const { headers, body } of app.requests) {
      const at = Number(headers['x-slack-request-timestamp'])
      expect(headers['x-slack-signature']).toBe(signBody(secret, at, body))
      expect(body).toContain(standIn.events[0]?.id)
    }
  })

  test('are not sent again where the app says so', async () => {
    const app = await listen([500], { 'x-slack-no-retry': '1' })
    const standIn = await start({ retryDelaysMs: [0, 0, 0] })
    standIn.setRequestUrl(app.url)
    standIn.createChannel(you.id, 'data-eng')
    await standIn.events[0]?.acknowledgement
    expect(app.requests).toHaveLength(1)
  })
})

describe('a response_url', () => {
  async function command(standIn: StandIn, channel: string) {
    const app = await listen([200])
    standIn.setRequestUrl(app.url)
    await standIn.command(you.id, channel, '/s3denied', 'a & b')
    return new URLSearchParams(app.requests[0]?.body)
  }
  const post = (url: string, body: object) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

  test('takes five posts, ephemeral by default, where the bot is no member', async () => {
    const standIn = await start()
    const { id } = standIn.createChannel(you.id, 'random')
    const form = await command(standIn, id)
    expect(form.get('text')).toBe('a &amp; b')
    const url = form.get('response_url') ?? ''
    for (let count = 0; count < 5; count += 1) expect((await post(url, { text: `${count}` })).status).toBe(200)
    expect((await post(url, { text: '5' })).status).toBe(404)
    expect(standIn.workspace.messages(id).map((message) => message.visible_to)).toEqual(Array(5).fill(you.id))
  })

  test('keeps Slack’s limits', async () => {
    const standIn = await start()
    const { id } = standIn.createChannel(you.id, 'random')
    const url = (await command(standIn, id)).get('response_url') ?? ''
    expect((await post(url, { text: 'x', blocks: [{ type: 'carousel' }] })).status).toBe(400)
  })
})

test('what comes with a command’s acknowledgement is shown to the one who typed', async () => {
  const app = await listen([200], {}, JSON.stringify({ text: 'usage', response_type: 'ephemeral' }))
  const standIn = await start()
  standIn.setRequestUrl(app.url)
  const { id } = standIn.createChannel(you.id, 'random')
  await standIn.command(you.id, id, '/s3denied', '')
  expect(standIn.workspace.messages(id)).toMatchObject([{ text: 'usage', visible_to: you.id }])
})

test('a command that nobody acknowledges says so, as in Slack', async () => {
  const standIn = await start()
  standIn.setRequestUrl('http://127.0.0.1:1/')
  const { id } = standIn.createChannel(you.id, 'random')
  await standIn.command(you.id, id, '/s3denied', 'x')
  expect(standIn.workspace.messages(id)).toMatchObject([
    { text: '/s3denied failed with the error "operation_timeout"', visible_to: you.id },
  ])
})
