import { isRecord } from './slack-markup.ts'

type Json = Readonly<Record<string, unknown>>

export interface Payload {
  readonly kind: 'message' | 'command' | 'channel'
  readonly event: Json
}

/** The one error of a malformed payload; `field` names what is wrong. */
export class ExtractInputError extends Error {
  readonly field: string

  constructor(field: string, problem: string) {
    super(field === '' ? problem : `${field}: ${problem}`)
    this.name = 'ExtractInputError'
    this.field = field
  }
}

/** Checks `{kind, event}`. What is inside an event is Slack's and is read with care, never trusted. */
export function parsePayload(payload: unknown): Payload {
  if (!isRecord(payload)) throw new ExtractInputError('', 'a payload is an object with kind and event')
  const { kind, event } = payload
  if (kind !== 'message' && kind !== 'command' && kind !== 'channel')
    throw new ExtractInputError('kind', 'must be "message", "command" or "channel"')
  if (!isRecord(event)) throw new ExtractInputError('event', 'must be an object')
  if (kind === 'command' && event.text !== undefined && typeof event.text !== 'string')
    throw new ExtractInputError('event.text', 'must be a string')
  return { kind, event }
}
