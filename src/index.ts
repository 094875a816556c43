import { createEvidenceReader } from './aws/index.ts'
import { describeFaults, readSettings, type Settings } from './config.ts'
import { redact } from './extract/index.ts'
import { createLog, type Log } from './log.ts'
import { createBot, StartError } from './slack/bot.ts'
import { createTextReader } from './slack/text-reader.ts'

/** The bot's own stop takes less; this is for what hangs beside it. A supervisor that sends SIGTERM waits for 10 s or more. */
const stopMs = 9_500

/** Starts the bot and holds the process's signals and last-resort errors. */
async function run(settings: Settings): Promise<void> {
  const { slack, aws, logLevel, redisUrl } = settings
  const log = createLog({ level: logLevel, redact, secrets: secretsOf(settings) })
  if (redisUrl !== undefined) {
    log.warn('REDIS_URL is set, and this version keeps its memory in the process: run one replica only')
  }
  const bot = createBot({
    settings: slack,
    reader: createEvidenceReader(aws, log),
    texts: createTextReader(slack),
    log,
  })

  let stopping = false
  const stop = async (why: string, exitCode: number): Promise<void> => {
    if (stopping) return
    stopping = true
    log.info({ why }, 'stopping')
    setTimeout(() => process.exit(exitCode), stopMs).unref()
    await bot.stop().catch((error: unknown) => log.error({ err: error }, 'stopping failed'))
    log.info('stopped')
    process.exit(exitCode)
  }

  process.on('SIGTERM', () => stop('SIGTERM', 0))
  process.on('SIGINT', () => stop('SIGINT', 0))
  // Every listener's errors end in Bolt's handler, so what arrives here is Slack's SDK's, which loses one event by it
  // (socket-mode 3.1.0 on app_rate_limited) and goes on.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a rejection that nobody handled'))
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an error that nobody caught; ending, so that the supervisor starts s3denied anew')
    stop('uncaughtException', 1)
  })
  bot.failed.catch((error: unknown) => giveUp(log, error, stop))
  await bot.start().catch((error: unknown) => giveUp(log, error, stop))
}

/** Logs why the bot cannot go on, with what to do where that is known, and ends with status 1. */
async function giveUp(log: Log, error: unknown, stop: (why: string, exitCode: number) => Promise<void>): Promise<void> {
  const said =
    error instanceof StartError ? error.message : `s3denied cannot go on: ${portFault(error) ?? String(error)}`
  log.fatal({ err: error }, said)
  console.error(said)
  await stop('cannot go on', 1)
}

const portFault = (error: unknown): string | null => {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') return 'PORT is taken by another process; set PORT to a free one.'
  return code === 'EACCES' ? 'PORT may not be opened by this user; set PORT to one above 1023.' : null
}

const secretsOf = ({ slack }: Settings): readonly string[] => [
  slack.botToken,
  slack.mode.kind === 'http' ? slack.mode.signingSecret : slack.mode.appToken,
]

const read = readSettings(process.env)
if (read.ok) {
  await run(read.settings)
} else {
  console.error(describeFaults(read.faults))
  process.exitCode = 1
}
