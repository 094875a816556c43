import { webApi } from '@slack/bolt'
import { progressMessage } from '../../src/slack/messages/answer-message.ts'
import { respondWith } from '../../src/slack/respond.ts'
import { createWeb, slackErrorCode } from '../../src/slack/web.ts'
import { createFakes } from './fakes.ts'

const secret = 'AKIAIOSFODNN7EXAMPLE'
const redact = (text: string): string => text.replaceAll(secret, '[access key]')
const leaking = progressMessage({ bucket: `acme-reports/${secret}` })

interface Call {
  readonly method: string
  readonly args: Readonly<Record<string, string>>
}

/** Slack's own client, with `answers` in place of the network. */
function slackThat(answers: Readonly<Record<string, object>>, isStandIn = false) {
  const calls: Call[] = []
  const client = new webApi.WebClient('xoxb-1-example', {
    retryConfig: { retries: 0 },
    fetch: async (url, init) => {
      const method = String(url).split('/').at(-1) ?? ''
      calls.push({ method, args: Object.fromEntries(new URLSearchParams(String(init?.body))) })
      return Response.json(answers[method] ?? { ok: true })
    },
  })
  return { web: createWeb(client, redact, isStandIn), calls }
}

test('every text that leaves is redacted, in blocks too, and nothing unfurls', async () => {
  const { web, calls } = slackThat({
    'chat.postMessage': { ok: true, channel: 'C1', ts: '1.1', message: { thread_ts: '1.0' } },
  })
  const place = { channel: 'C1', thread_ts: '1.0' }
  expect(await web.post(place, leaking)).toEqual({ channel: 'C1', ts: '1.1', thread_ts: '1.0' })
  await web.update({ channel: 'C1', ts: '1.1' }, leaking)
  await web.postEphemeral(place, 'U1', leaking)
  expect(calls.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.update', 'chat.postEphemeral'])
  for (const { args } of calls) {
    expect(args.text).toContain('[access key]')
    expect(args.blocks).toContain('[access key]')
    expect(JSON.stringify(args)).not.toContain(secret)
  }
  expect(calls[0]?.args).toMatchObject({ thread_ts: '1.0', unfurl_links: 'false', unfurl_media: 'false' })
})

test('what goes through response_url is redacted too', async () => {
  const fakes = createFakes()
  await respondWith(fakes.deps, fakes.respond, leaking)
  expect(fakes.sent[0]?.text).toContain('[access key]')
})

test('a reply whose parent is gone comes back without a thread', async () => {
  const { web } = slackThat({ 'chat.postMessage': { ok: true, channel: 'C1', ts: '1.1', message: {} } })
  expect(await web.post({ channel: 'C1', thread_ts: '1.0' }, leaking)).toMatchObject({ thread_ts: null })
})

test.each([
  [{ is_ext_shared: true }, true],
  [{ is_pending_ext_shared: true }, true],
  [{ is_ext_shared: false }, false],
])('a channel with %p is read by another organization: %p', async (flags, isShared) => {
  const { web } = slackThat({
    'conversations.info': { ok: true, channel: { name: 'inc-1', is_member: true, ...flags } },
  })
  expect(await web.channelInfo('C1')).toEqual({ name: 'inc-1', isMember: true, isShared })
})

test.each([
  [{ is_restricted: true }, { isGuest: true, isStranger: false }],
  [{ is_ultra_restricted: true }, { isGuest: true, isStranger: false }],
  [{ is_stranger: true }, { isGuest: false, isStranger: true }],
  [{}, { isGuest: false, isStranger: false }],
])('a user with %p', async (flags, expected) => {
  const { web } = slackThat({
    'users.info': { ok: true, user: { team_id: 'T1', enterprise_user: { teams: ['T2'] }, ...flags } },
  })
  expect(await web.userInfo('U1')).toEqual({ teamIds: ['T1', 'T2'], ...expected })
})

test('history comes oldest first', async () => {
  const { web, calls } = slackThat({
    'conversations.history': { ok: true, messages: [{ ts: '3' }, { ts: '2' }, { ts: '1' }] },
  })
  expect(await web.history('C1', '0.5', 200)).toEqual([{ ts: '1' }, { ts: '2' }, { ts: '3' }])
  expect(calls[0]?.args).toEqual({ channel: 'C1', oldest: '0.5', limit: '200' })
})

test('a thread without its first message is none', async () => {
  const gone = slackThat({ 'conversations.replies': { ok: false, error: 'thread_not_found' } })
  expect(await gone.web.thread('C1', '1.0', 1)).toEqual([])
  const orphaned = slackThat({ 'conversations.replies': { ok: true, messages: [{ ts: '1.1' }] } })
  expect(await orphaned.web.thread('C1', '1.0', 1)).toEqual([])
  const refused = slackThat({ 'conversations.replies': { ok: false, error: 'missing_scope' } })
  await expect(refused.web.thread('C1', '1.0', 1)).rejects.toThrow('missing_scope')
})

test('Slack’s code of a refusal is told from every other error', async () => {
  const { web } = slackThat({ 'conversations.join': { ok: false, error: 'is_archived' } })
  const error = await web.join('C1').catch((refusal: unknown) => refusal)
  expect(slackErrorCode(error)).toBe('is_archived')
  expect(slackErrorCode(new Error('is_archived'))).toBeNull()
})

test.each([
  ['leaves the channel out', {}],
  ['does not know the method', { 'conversations.info': { ok: false, error: 'unknown_method' } }],
])('a stand-in that %s has a channel of its own, and Slack itself has none', async (_, answers) => {
  expect(await slackThat(answers, true).web.channelInfo('C1')).toMatchObject({ isMember: true, isShared: false })
  await expect(slackThat(answers).web.channelInfo('C1')).rejects.toThrow()
})

test('a stand-in that refuses for another reason is no stranger to the rules', async () => {
  const answers = { 'conversations.info': { ok: false, error: 'channel_not_found' } }
  await expect(slackThat(answers, true).web.channelInfo('C1')).rejects.toThrow('channel_not_found')
})

test('a reply that Slack does not show is where it was sent to', async () => {
  const { web } = slackThat({ 'chat.postMessage': { ok: true, channel: 'C1', ts: '1.1' } })
  expect(await web.post({ channel: 'C1', thread_ts: '1.0' }, leaking)).toMatchObject({ thread_ts: '1.0' })
})
