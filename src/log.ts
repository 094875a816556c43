import { type DestinationStream, type Logger, pino } from 'pino'
import type { LogLevel } from './config.ts'

export type Log = Logger

export interface LogOptions {
  readonly level: LogLevel
  /** Takes presigned signatures, keys and tokens out of a text. */
  readonly redact: (text: string) => string
  /** Values that must never be written, whatever they look like: the bot's own tokens. */
  readonly secrets: readonly string[]
  /** Standard output where it is left out. */
  readonly destination?: DestinationStream
}

/** Slack's shortest, the signing secret, has 32; a placeholder of one letter would blot out every word with it. */
const shortestSecret = 8

/** How deep an object is read; what lies deeper is not written, since nobody looked at it. */
const maxDepth = 6

/** The log, as pino's JSON lines: every text in it passes `redact`, and errors are cut down to what says something. */
export function createLog({ level, redact, secrets, destination }: LogOptions): Log {
  const hidden = secrets.filter(({ length }) => length >= shortestSecret)
  const hide = (text: string): string =>
    hidden.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), redact(text))

  const clean = (value: unknown, depth = 0): unknown => {
    if (typeof value === 'string') return hide(value)
    if (value instanceof Error) return describeError(value, hide)
    if (typeof value !== 'object' || value === null) return value
    if (depth >= maxDepth) return '[deep]'
    if (Array.isArray(value)) return value.map((entry) => clean(entry, depth + 1))
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, clean(entry, depth + 1)]))
  }

  const options = {
    level,
    base: { name: 's3denied' },
    // pino's own serializer would run after `formatters.log` and expects an Error.
    serializers: { err: (value: unknown) => value },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) =>
        Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, clean(value)])),
    },
    hooks: {
      logMethod(this: Logger, args: Parameters<Logger['info']>, method: Logger['info']): void {
        args.forEach((word, index) => {
          if (typeof word === 'string') args[index] = hide(word)
        })
        method.apply(this, args)
      },
    },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

interface DescribedError {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
  readonly cause?: DescribedError
}

/**
 * An error's own words and where it arose. Its other fields are left out: HTTP errors carry headers with tokens and
 * bodies with what people wrote.
 */
function describeError(error: Error, hide: (text: string) => string, depth = 0): DescribedError {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const cause = 'original' in error ? error.original : error.cause
  return {
    type: error.name === 'Error' ? error.constructor.name : error.name,
    message: hide(error.message),
    ...(code === undefined ? {} : { code }),
    ...(error.stack === undefined ? {} : { stack: hide(error.stack) }),
    ...(cause instanceof Error && depth < 3 ? { cause: describeError(cause, hide, depth + 1) } : {}),
  }
}
