import type { Message } from './message.ts'

/** Takes presigned signatures, keys and tokens out of a text. */
export type Redact = (text: string) => string

/** The message with every text in it redacted; what leaves the bot leaves through here. */
export const redacted = ({ blocks, text }: Message, redact: Redact): Message => ({
  blocks: eachText(blocks, redact),
  text: redact(text),
})

/** Keeps the shape and changes only texts; `T` is plain data. */
function eachText<T>(value: T, change: Redact): T
function eachText(value: unknown, change: Redact): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((entry) => eachText(entry, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, eachText(entry, change)]))
}
