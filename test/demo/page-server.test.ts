import { request } from 'node:http'
import { acme, people, you } from '../../src/demo/acme.ts'
import type { Gesture } from '../../src/demo/page/wire.ts'
import { type PageServer, startPage } from '../../src/demo/page-server.ts'
import { type StandIn, startStandIn } from '../../src/demo/slack-stand-in/stand-in.ts'

let standIn: StandIn
let page: PageServer

beforeEach(async () => {
  standIn = await startStandIn({
    installation: acme,
    people,
    botToken: 'xoxb-test',
    signingSecret: 'secret',
    retryDelaysMs: [],
  })
  page = await startPage({ standIn, you: you.id, examples: [], ports: [0], shortcut: 'diagnose_denial' })
})
afterEach(async () => {
  await page.close()
  await standIn.close()
})

async function gesture(made: Gesture): Promise<unknown> {
  const answer = await fetch(`${page.address}gesture`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(made),
  })
  return answer.json()
}

/** fetch sets the Host header itself. */
const statusFor = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sent = request(page.address, { headers: { host } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    sent.on('error', reject)
    sent.end()
  })

test('the page comes with a policy that lets nothing in from elsewhere', async () => {
  const answer = await fetch(page.address)
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
  expect(await answer.text()).toContain('made-up organization')
})

test('only this machine’s names reach it', async () => {
  expect(await statusFor('127.0.0.1:1')).toBe(200)
  expect(await statusFor('localhost:1')).toBe(200)
  expect(await statusFor('rebound.example')).toBe(421)
})

test.each(['demo/page/../../package.json', 'package.json', 'demo/page/main.ts'])('serves no %s', async (path) => {
  expect((await fetch(`${page.address}${path}`)).status).toBe(404)
})

test('a form of another site is refused', async () => {
  const answer = await fetch(`${page.address}gesture`, {
    method: 'POST',
    body: new URLSearchParams({ kind: 'declare' }),
  })
  expect(answer.status).toBe(415)
})

test('the stream begins with all that there is, without what others alone may see', async () => {
  const { id } = standIn.createChannel(you.id, 'data-eng')
  const ephemeral = { type: 'message' as const, channel: id, text: 'psst' }
  standIn.workspace.putMessage({ ...ephemeral, ts: '1.000001', visible_to: you.id })
  standIn.workspace.putMessage({ ...ephemeral, ts: '1.000002', visible_to: 'U0SOMEBODY' })
  const answer = await fetch(`${page.address}stream`)
  const reader = answer.body?.getReader()
  const first = new TextDecoder().decode((await reader?.read())?.value)
  await reader?.cancel()
  expect(JSON.parse(first.replace('data: ', ''))).toMatchObject({
    kind: 'welcome',
    you: you.id,
    channels: [{ name: 'data-eng' }],
    messages: [{ ts: '1.000001' }],
  })
})

test('what is typed is posted, and a foreign command says what to do', async () => {
  const channel = standIn.createChannel(you.id, 'data-eng').id
  expect(await gesture({ kind: 'type', channel, typed: 'hello' })).toEqual({ problem: null })
  expect(standIn.workspace.messages(channel)).toMatchObject([{ text: 'hello', user: you.id }])
  expect(await gesture({ kind: 'type', channel, typed: '/deploy now' })).toEqual({
    problem: '/deploy is not a command here; try /s3denied',
  })
  expect(await gesture({ kind: 'type', channel, typed: '/s3denied a/b', thread_ts: '1.0' })).toEqual({
    problem: 'Slack runs no slash commands in threads; mention @s3denied instead',
  })
})

test('an incident is declared once', async () => {
  expect(await gesture({ kind: 'declare', name: 'inc-1' })).toEqual({ problem: null })
  expect(await gesture({ kind: 'declare', name: 'inc-1' })).toEqual({ problem: 'There is such a channel already.' })
  expect(await gesture({ kind: 'declare', name: 'Inc 1' })).toMatchObject({
    problem: expect.stringContaining('lower case'),
  })
})
