import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../log.ts'

/**
 * Slack's SDK, writing into our log. Its debug level is dropped at every level of ours, for there it writes whole
 * payloads, which hold what people said. It is always told `info`, since Bolt otherwise sets a level of its own.
 */
export function boltLogger(log: Log): Logger {
  const sdk = log.child({ from: 'slack' })
  return {
    debug: () => {},
    info: (...words) => sdk.info(...fieldsAndText(words)),
    warn: (...words) => sdk.warn(...fieldsAndText(words)),
    error: (...words) => sdk.error(...fieldsAndText(words)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  }
}

function fieldsAndText(words: readonly unknown[]): [object, string] {
  const error = words.find((word) => word instanceof Error)
  const text = words.map((word) => (word instanceof Error ? word.message : String(word))).join(' ')
  return [error === undefined ? {} : { err: error }, text]
}
