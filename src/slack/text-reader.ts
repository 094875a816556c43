import type { Ask } from '../ask.ts'
import type { NotAuthorization } from '../extract/extraction.ts'
import type { SlackMessage } from './web.ts'

/** What a message says: the denials as asks, or an error that is none, or an incident that it declares. */
export interface MessageReading {
  readonly asks: readonly Ask[]
  readonly notAuthorization: NotAuthorization | null
  readonly declaresIncident: boolean
}

/** What stands after the command: an ask, or why it is none (half a sentence; `null` for `help` and for nothing). */
export type CommandReading =
  | { readonly kind: 'ask'; readonly ask: Ask }
  | { readonly kind: 'not-authorization'; readonly error: NotAuthorization }
  | { readonly kind: 'usage'; readonly reason: string | null }

/** Reads what people and tools write. Pure. */
export interface TextReader {
  message(event: SlackMessage): MessageReading
  command(text: string): CommandReading
  /** Whether a channel of this name is an incident's. */
  isIncidentName(name: string): boolean
  redact(text: string): string
}
