import { denialOfCommand } from './command.ts'
import type { Extraction } from './extraction.ts'
import { defaultIncidentChannels, incidentOfCard, incidentOfChannel } from './incidents.ts'
import { parsePayload } from './payload.ts'
import { readText } from './read-text.ts'
import { findSecrets, findSecretsIn, redact } from './secrets.ts'
import { isRecord, stringOf } from './slack-markup.ts'
import { allStrings, type OwnIds, postedMessage, readPassages } from './slack-text.ts'

export type { NotAuthorization } from '../refusal/error-codes.ts'
export { type CommandReading, extractCommand } from './command.ts'
export type { Denial, Extraction, Incident, SecretKind } from './extraction.ts'
export { ExtractInputError } from './payload.ts'
export { findSecrets, redact } from './secrets.ts'
export type { OwnIds } from './slack-text.ts'

export interface ExtractOptions {
  /** Names of incident channels; default `^(inc|incident|sev\d?)[-_]`. */
  readonly incidentChannels?: RegExp
  readonly ownIds?: OwnIds
}

const nothing: Extraction = { denials: [], symptoms: [], incident: null, secrets: [], notAuthorization: null }

/**
 * What one Slack payload says: `{kind: 'message' | 'command' | 'channel', event}`, the event in Slack's own shape. Pure, and
 * linear in the payload's length. Throws an ExtractInputError that names the field where the payload has another shape.
 */
export function extract(payload: unknown, options: ExtractOptions = {}): Extraction {
  const { kind, event } = parsePayload(payload)
  switch (kind) {
    case 'message':
      return extractMessage(event, options.ownIds ?? {})
    case 'command':
      return extractSlashCommand(stringOf(event.text))
    case 'channel':
      return {
        ...nothing,
        incident: incidentOfChannel(channelName(event), options.incidentChannels ?? defaultIncidentChannels),
      }
  }
}

function extractMessage(event: Readonly<Record<string, unknown>>, own: OwnIds): Extraction {
  const message = postedMessage(event, own)
  if (message === null) return nothing
  const passages = readPassages(message)
  const { denials, symptoms, notAuthorization } = readText(passages)
  const incident = incidentOfCard(message)
  return {
    denials,
    symptoms: denials.length === 0 && notAuthorization === null ? [] : symptoms,
    incident: incident === null ? null : { ...incident, name: redact(incident.name) },
    secrets: findSecretsIn(new Set([...passages, ...allStrings(message)])),
    notAuthorization,
  }
}

function extractSlashCommand(text: string): Extraction {
  const { denial, symptoms, notAuthorization } = denialOfCommand(text)
  return {
    ...nothing,
    denials: denial === null ? [] : [denial],
    symptoms,
    secrets: findSecrets(text),
    notAuthorization,
  }
}

/** `channel_created` and `channel_rename` hold the channel; a name alone is understood too. */
const channelName = (event: Readonly<Record<string, unknown>>): string =>
  isRecord(event.channel) ? stringOf(event.channel.name) : stringOf(event.name)
