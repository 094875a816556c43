import type { Ask } from '../ask.ts'
import type { SlackSettings } from '../config.ts'
import { type Extraction, extract, extractCommand, type NotAuthorization, redact } from '../extract/index.ts'
import type { SlackMessage } from './web.ts'

/** What a message says: the denials as asks, or an error that is none, or an incident that it declares. */
export interface MessageReading {
  readonly asks: readonly Ask[]
  readonly notAuthorization: NotAuthorization | null
  readonly declaresIncident: boolean
}

/** What stands after the command: an ask, or why it is none (a sentence; `null` for `help` and for no words). */
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

/** extract/ with the settings that it needs. */
export function createTextReader({ incidentChannels }: Pick<SlackSettings, 'incidentChannels'>): TextReader {
  return {
    message(event) {
      const extraction = extract({ kind: 'message', event })
      return {
        asks: asksOf(extraction),
        notAuthorization: extraction.notAuthorization,
        declaresIncident: extraction.incident !== null,
      }
    },
    command: readCommand,
    isIncidentName: (name) => extract({ kind: 'channel', event: { name } }, { incidentChannels }).incident !== null,
    redact,
  }
}

/** What was said beside the errors holds for each of them. */
const asksOf = ({ denials, symptoms }: Extraction): readonly Ask[] =>
  denials.map((denial) => (symptoms.length === 0 ? denial : { ...denial, symptoms }))

const noTarget = 'No bucket, access point or S3 error is in that.'

function readCommand(text: string): CommandReading {
  const said = extractCommand(text)
  switch (said.kind) {
    case 'ask':
      return { kind: 'ask', ask: said.ask }
    case 'not-authorization':
      return { kind: 'not-authorization', error: said.notAuthorization }
    case 'help':
      return { kind: 'usage', reason: null }
    case 'nothing':
      return { kind: 'usage', reason: said.reason === 'empty' ? null : noTarget }
  }
}
