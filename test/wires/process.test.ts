import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { acme, people, you } from '../../src/demo/acme.ts'
import { type StandIn, startStandIn } from '../../src/demo/slack-stand-in/stand-in.ts'
import { fromBot, until } from './slack-workspace.ts'

/** The process itself, as a supervisor sees it: `node dist/index.js` with settings in its environment. */

const root = fileURLToPath(new URL('../../', import.meta.url))
const signingSecret = 'process-signing-secret'
const cleanups: (() => unknown)[] = []

beforeAll(() => {
  // The types are checked by `npm test`.
  const tsc = `${root}node_modules/typescript/bin/tsc`
  execFileSync(process.execPath, [tsc, '-p', `${root}tsconfig.build.json`, '--noCheck'])
})

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

interface Run {
  readonly child: ChildProcess
  readonly lines: readonly Record<string, unknown>[]
  readonly stderr: () => string
  /** Resolves with the exit status, or the signal that ended it. */
  readonly ended: Promise<number | string | null>
  /** Waits for a line of the log. */
  readonly logs: (message: string) => Promise<Record<string, unknown>>
}

function run(env: Readonly<Record<string, string>>): Run {
  const child = spawn(process.execPath, [`${root}dist/index.js`], { env: { PATH: process.env.PATH ?? '', ...env } })
  cleanups.push(() => child.kill('SIGKILL'))
  const lines: Record<string, unknown>[] = []
  let rest = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    const parts = `${rest}${chunk}`.split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) lines.push(JSON.parse(part))
  })
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk)
  })
  const ended = once(child, 'exit').then(([code, signal]) => code ?? signal)
  const logs = async (message: string) => {
    for (;;) {
      const line = lines.find(({ msg }) => msg === message)
      if (line !== undefined) return line
      if (child.exitCode !== null) throw new Error(`ended without logging '${message}': ${stderr}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  return { child, lines, stderr: () => stderr, ended, logs }
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const bound = server.address()
  return `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`
}

/** AWS as it is when it takes requests and never answers. */
const hangingAws = (): Promise<string> => listen(createServer(() => {}))

async function slack(more: { readonly appToken?: string } = {}): Promise<StandIn> {
  const standIn = await startStandIn({
    installation: acme,
    people,
    botToken: 'xoxb-process',
    signingSecret,
    retryDelaysMs: [],
    ...more,
  })
  cleanups.push(() => standIn.close())
  return standIn
}

const complete = async (slackApiUrl: string): Promise<Record<string, string>> => ({
  SLACK_BOT_TOKEN: 'xoxb-process',
  SLACK_SIGNING_SECRET: signingSecret,
  SLACK_API_URL: slackApiUrl,
  S3DENIED_ROLE_ARN: 'arn:aws:iam::111122223333:role/s3denied-readonly',
  AWS_ENDPOINT_URL: await hangingAws(),
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  PORT: '0',
})

test('missing settings are listed all at once, and the status is 1', async () => {
  const bot = run({ LOG_LEVEL: 'loud' })
  expect(await bot.ended).toBe(1)
  for (const name of [
    'SLACK_BOT_TOKEN',
    'SLACK_SIGNING_SECRET',
    'S3DENIED_ROLE_ARN',
    'S3DENIED_ACCOUNTS',
    'LOG_LEVEL',
  ]) {
    expect(bot.stderr()).toContain(name)
  }
})

test('a token that Slack refuses ends it with status 1 and what to do, and is not shown', async () => {
  const { apiUrl } = await slack()
  const bot = run({ ...(await complete(apiUrl)), SLACK_BOT_TOKEN: 'xoxb-another-one' })
  expect(await bot.ended).toBe(1)
  expect(bot.stderr()).toContain('Slack refused SLACK_BOT_TOKEN')
  expect(bot.stderr() + JSON.stringify(bot.lines)).not.toContain('xoxb-another-one')
})

test('while Slack cannot be reached it is up and not ready, and SIGTERM ends it with status 0', async () => {
  const bot = run(await complete('http://127.0.0.1:9/api/'))
  const { port } = await bot.logs('listening')
  await bot.logs('Slack cannot be reached; trying again')
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503)
  bot.child.kill('SIGTERM')
  expect(await bot.ended).toBe(0)
})

test.each(['http', 'socket'])(
  'while AWS hangs a command is acknowledged at once and answered within 15 s, and a stop tells who waits (%s)',
  async (mode) => {
    const standIn = await slack(mode === 'socket' ? { appToken: 'xapp-process' } : {})
    const env = await complete(standIn.apiUrl)
    const bot = run(mode === 'socket' ? { ...env, SLACK_APP_TOKEN: 'xapp-process' } : env)
    const { port } = await bot.logs('listening')
    await bot.logs('ready')
    standIn.setRequestUrl(`http://127.0.0.1:${port}/slack/events`)
    const channel = standIn.createChannel(you.id, 'data-eng', { members: [you.id, acme.botUserId] }).id
    await standIn.command(you.id, channel, '/s3denied', 'help')

    const asked = Date.now()
    const acknowledged = await standIn.command(you.id, channel, '/s3denied', 'acme-reports/2026/q3.csv as etl-runner')
    expect(acknowledged.kind).toBe('acknowledged')
    expect(Date.now() - asked).toBeLessThan(100)
    const answer = await until(
      'an answer although AWS hangs',
      () => fromBot(standIn, channel).find(({ text }) => text.includes('AWS did not answer')),
      15_000,
    )
    expect(answer.thread_ts).toBeDefined()

    await standIn.command(you.id, channel, '/s3denied', 'acme-exports/x as etl-runner')
    await until('the reading', () =>
      fromBot(standIn, channel).find(({ text }) => text.includes('Reading AWS: acme-exports')),
    )
    const stopped = Date.now()
    bot.child.kill('SIGTERM')
    expect(await bot.ended).toBe(0)
    expect(Date.now() - stopped).toBeLessThan(10_000)
    expect(fromBot(standIn, channel).at(-1)?.text).toMatch(/was restarted|AWS did not answer/)
  },
)
