import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { webApi } from '@slack/bolt'
import { createLog } from '../../src/log.ts'
import { createVerifier } from '../../src/slack/authenticity.ts'
import { boltLogger } from '../../src/slack/bolt-logger.ts'
import { createHttpServer } from '../../src/slack/http-server.ts'
import { createJobs } from '../../src/slack/jobs.ts'
import { createMemory } from '../../src/slack/memory.ts'
import { createMetrics } from '../../src/slack/metrics.ts'
import { createSocket } from '../../src/slack/socket.ts'
import { tellFault } from '../../src/slack/tell-fault.ts'
import { createFakes, methods, refusal } from './fakes.ts'

const secret = 'example-signing-secret'

const logInto = (lines: string[], level: 'info' | 'trace' = 'info') =>
  createLog({
    level,
    redact: (text) => text.replaceAll(/X-Amz-Signature=\w+/g, 'X-Amz-Signature=…'),
    secrets: ['xoxb-1-example'],
    destination: { write: (line) => lines.push(line) },
  })

describe('over HTTP', () => {
  const lines: string[] = []
  const received: unknown[] = []
  let notReady: string | null = null
  let answers = 200
  let server: Server
  let address = ''
  const now = Date.now()

  beforeAll(async () => {
    server = createHttpServer({
      log: logInto(lines),
      metrics: createMetrics(),
      notReady: () => notReady,
      slack: {
        verifier: createVerifier(secret, () => now),
        receive: (request, response) => {
          received.push('rawBody' in request ? String(request.rawBody) : null)
          response.writeHead(answers).end(request.headers['content-type'])
        },
      },
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const bound = server.address()
    address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`
  })

  afterAll(() => server.close())

  beforeEach(() => {
    received.length = 0
    notReady = null
    answers = 200
  })

  const post = (body: string, more: Record<string, string> = {}, at = Math.floor(now / 1000), key = secret) =>
    fetch(`${address}/slack/events`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': `v0=${createHmac('sha256', key).update(`v0:${at}:${body}`).digest('hex')}`,
        ...more,
      },
    })

  test('what Slack signed reaches Bolt', async () => {
    expect((await post('{"n":1}')).status).toBe(200)
    expect(received).toEqual(['{"n":1}'])
  })

  test.each([
    ['signed with another secret', {}, 0, 'other'],
    ['older than five minutes', {}, -301, secret],
    ['from the future', {}, 301, secret],
    ['without a signature', { 'x-slack-signature': '' }, 0, secret],
    ['with an unknown version', { 'x-slack-signature': 'v1=00' }, 0, secret],
    ['with a timestamp that is none', { 'x-slack-request-timestamp': 'soon' }, 0, secret],
  ])('a request %s gets 401 and does no work', async (_, headers, shift, key) => {
    const response = await post(`{"n":"${_}"}`, headers, Math.floor(now / 1000) + shift, key)
    expect(response.status).toBe(401)
    expect(received).toEqual([])
  })

  test('the same signed request a second time gets 401; Slack’s own retry comes through', async () => {
    expect((await post('{"n":2}')).status).toBe(200)
    expect((await post('{"n":2}')).status).toBe(401)
    expect((await post('{"n":2}', { 'x-slack-retry-num': '1' })).status).toBe(200)
    expect(received).toHaveLength(2)
  })

  test('a request that failed may come again', async () => {
    answers = 500
    expect((await post('{"n":3}')).status).toBe(500)
    answers = 200
    expect((await post('{"n":3}')).status).toBe(200)
  })

  test('while the bot is not ready Slack is told to come again', async () => {
    notReady = 'not connected to Slack yet'
    expect((await post('{"n":4}')).status).toBe(503)
    expect((await fetch(`${address}/readyz`)).status).toBe(503)
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
    notReady = null
    expect((await post('{"n":4}')).status).toBe(200)
    expect((await fetch(`${address}/readyz`)).status).toBe(200)
  })

  test('a body of more than a megabyte gets 413', async () => {
    expect((await post('x'.repeat(1024 * 1024 + 1))).status).toBe(413)
  })

  test('parameters that a proxy adds to the content type are taken off', async () => {
    const response = await post('{"n":5}', { 'content-type': 'application/json; charset=utf-8' })
    expect(await response.text()).toBe('application/json')
  })

  test('metrics are Prometheus’s text', async () => {
    const response = await fetch(`${address}/metrics`)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(await response.text()).toContain('# TYPE s3denied_diagnoses_total counter')
  })

  test.each(['/', '/slack/events', '//', '/metrics/../etc', '/%'])('GET %s is not found', async (path) => {
    expect((await fetch(`${address}${path}`)).status).toBe(404)
  })

  test('no body is in the log', () => {
    expect(lines.join('')).not.toContain('{"n"')
  })
})

describe('the log', () => {
  test('holds no token, no presigned signature and nothing of an error but its own words', () => {
    const lines: string[] = []
    const log = logInto(lines)
    const error = new webApi.WebAPIHTTPError(
      500,
      'failed',
      { authorization: 'Bearer xoxb-1-example' },
      'what people wrote',
    )
    log.error(
      { err: error, deep: { url: 'https://x/?X-Amz-Signature=abc123' } },
      'used xoxb-1-example and X-Amz-Signature=abc123',
    )
    const [line = ''] = lines
    expect(line).not.toMatch(/xoxb-1|abc123|what people wrote|authorization/)
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      msg: 'used [secret] and X-Amz-Signature=…',
      err: { type: 'WebAPIHTTPError', code: 'slack_webapi_http_error' },
      deep: { url: 'https://x/?X-Amz-Signature=…' },
    })
  })

  test('never holds the SDK’s debug lines, in which it writes whole payloads', () => {
    const lines: string[] = []
    const logger = boltLogger(logInto(lines, 'trace'))
    logger.debug('payload', { text: 'what people wrote' })
    logger.warn('slow', new Error('cause'))
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'warn',
      from: 'slack',
      msg: 'slow cause',
      err: { message: 'cause' },
    })
    expect(logger.getLevel()).toBe('info')
  })
})

describe('memory', () => {
  test('keys are taken all at once or not at all, and can be given back', async () => {
    const memory = createMemory()
    expect(await memory.claim(['a', 'b'])).toBe(true)
    expect(await memory.claim(['b', 'c'])).toBe(false)
    expect(await memory.claim(['c'])).toBe(true)
    await memory.release(['a', 'b'])
    expect(await memory.claim(['a'])).toBe(true)
  })

  test('a claim is no value', async () => {
    const memory = createMemory()
    await memory.claim(['a'])
    expect(await memory.get('a')).toBeNull()
    await memory.set('a', 'x')
    expect(await memory.get('a')).toBe('x')
  })
})

describe('jobs', () => {
  test('a stop waits for what is under way, and tells nobody who has an answer', async () => {
    const jobs = createJobs()
    const told: string[] = []
    const work = jobs.run(async () => {
      const settled = jobs.whenInterrupted(async () => void told.push('told'))
      await new Promise((resolve) => setTimeout(resolve, 20))
      settled()
    })
    expect(jobs.count()).toBe(1)
    expect(await jobs.drain(1_000, 100)).toBe(0)
    await work
    expect(told).toEqual([])
  })

  test('a failed job ends too, and its error passes through', async () => {
    const jobs = createJobs()
    await expect(jobs.run(async () => Promise.reject(new Error('x')))).rejects.toThrow('x')
    expect(jobs.count()).toBe(0)
  })
})

describe('the socket', () => {
  /** Slack's client: `starts` says how each attempt ends. */
  const fakeClient = (starts: readonly (Error | null)[]) => {
    const listeners = new Set<() => void>()
    const emit = () => {
      const due = [...listeners]
      listeners.clear()
      for (const listener of due) listener()
    }
    let attempts = 0
    const client = {
      async start() {
        const outcome = starts[attempts++]
        if (outcome instanceof Error) throw outcome
        return { ok: true as const }
      },
      async disconnect() {
        emit()
      },
      once(_: string, listener: () => void) {
        listeners.add(listener)
        return client
      },
      off(_: string, listener: () => void) {
        listeners.delete(listener)
        return client
      },
    }
    return { client, emit, attempts: () => attempts, listeners }
  }
  const options = (refused: unknown[] = []) => ({
    log: logInto([]),
    wait: async () => {},
    onRefused: (error: unknown) => refused.push(error),
  })
  const soon = () => new Promise((resolve) => setTimeout(resolve, 5))

  test('tries again until Slack is there, and again when the connection ends', async () => {
    const fake = fakeClient([new Error('unreachable'), refusal('internal_error'), null, new Error('unreachable'), null])
    const socket = createSocket(fake.client, options())
    await socket.open()
    expect(fake.attempts()).toBe(3)
    expect(socket.isOpen()).toBe(true)
    fake.emit()
    await soon()
    expect(fake.attempts()).toBe(5)
    expect(socket.isOpen()).toBe(true)
    expect(fake.listeners.size).toBe(1)
    await socket.close()
    await soon()
    expect(fake.attempts()).toBe(5)
    expect(socket.isOpen()).toBe(false)
  })

  test('gives up at once where Slack refuses the token', async () => {
    const socket = createSocket(fakeClient([refusal('invalid_auth')]).client, options())
    await expect(socket.open()).rejects.toThrow('invalid_auth')
  })

  test('says so where Slack takes the token back later', async () => {
    const refused: unknown[] = []
    const fake = fakeClient([null, refusal('token_revoked')])
    await createSocket(fake.client, options(refused)).open()
    fake.emit()
    await soon()
    expect(refused).toHaveLength(1)
  })
})

describe('a fault that no listener expected', () => {
  test('is logged, and told to the one who mentioned the bot; not to one who asked nothing', async () => {
    const fakes = createFakes()
    const event = { type: 'app_mention', channel: 'C1', text: 'what people wrote' }
    await tellFault(fakes.deps, new Error('boom'), { event }, 'U1')
    await tellFault(fakes.deps, new Error('boom'), { event: { ...event, type: 'message' } }, 'U1')
    expect(methods(fakes.sent)).toEqual(['postEphemeral'])
    expect(fakes.sent[0]?.text).toContain('fault-1')
    expect(JSON.stringify(fakes.logged)).not.toContain('what people wrote')
  })

  test('never throws itself', async () => {
    const fakes = createFakes({ refuse: { postEphemeral: 'channel_not_found' } })
    await tellFault(fakes.deps, new Error('boom'), { event: { type: 'app_mention', channel: 'C1' } }, 'U1')
    await tellFault(fakes.deps, new Error('boom'), { response_url: 'http://127.0.0.1:9/' }, 'U1')
    await tellFault(fakes.deps, new Error('boom'), null, null)
    expect(fakes.logged.filter(({ level }) => level === 'error')).toHaveLength(5)
  })
})
