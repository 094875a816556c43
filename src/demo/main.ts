import { parseArgs } from 'node:util'
import { redact } from '../extract/index.ts'
import { createLog } from '../log.ts'
import { createTextReader } from '../slack/text-reader.ts'
import { startDemo } from './demo.ts'
import { loadOrganization } from './organization.ts'
import { createDemoReader } from './reader.ts'

const usage = 'npm run demo -- [--socket] [--port NUMBER] [--verbose]'

/** The bot's default. */
const incidentChannels = /^(inc|incident|sev\d?)[-_]/

/** About what AWS takes, so that 'reading AWS' can be seen. */
const readingMs = 600

/** Any free port is taken where this one is not. */
const usualPort = 3403

const settings = readArguments()
if (settings === null) {
  console.error(`usage: ${usage}`)
  process.exitCode = 2
} else {
  await run(settings).catch((error: unknown) => {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    console.error(isTaken ? `Port ${settings.port} is taken: give another, or leave --port out.` : error)
    process.exit(1)
  })
}

interface Arguments {
  readonly mode: 'http' | 'socket'
  readonly port: number | null
  readonly verbose: boolean
}

function readArguments(): Arguments | null {
  try {
    const { values } = parseArgs({
      options: { socket: { type: 'boolean' }, port: { type: 'string' }, verbose: { type: 'boolean' } },
    })
    const port = values.port === undefined ? null : Number(values.port)
    if (port !== null && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) return null
    return { mode: values.socket === true ? 'socket' : 'http', port, verbose: values.verbose === true }
  } catch {
    return null
  }
}

async function run({ mode, port, verbose }: Arguments): Promise<void> {
  const demo = await startDemo({
    reader: createDemoReader(await loadOrganization(), readingMs),
    texts: createTextReader({ incidentChannels }),
    log: createLog({ level: verbose ? 'info' : 'error', redact, secrets: [] }),
    ports: port === null ? [usualPort, 0] : [port],
    mode,
    incidentChannels,
  })
  console.log(`The s3denied demo is at ${demo.address}`)
  console.log('Made-up data; no AWS, no Slack. Ctrl+C ends it.')

  const stop = async (): Promise<void> => {
    await demo.stop()
    process.exit(0)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}
