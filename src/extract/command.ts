import type { Ask } from '../ask.ts'
import type { NotAuthorization } from '../refusal/error-codes.ts'
import type { Symptom } from '../request.ts'
import { parseAsk } from './ask-grammar.ts'
import type { Denial } from './extraction.ts'
import { joinPassages } from './normalize.ts'
import { readText } from './read-text.ts'
import { undoMrkdwn } from './slack-markup.ts'

/** What a command asks, or why it asks nothing. */
export type CommandReading =
  | { readonly kind: 'ask'; readonly ask: Ask }
  | { readonly kind: 'help' }
  | { readonly kind: 'not-authorization'; readonly notAuthorization: NotAuthorization }
  | { readonly kind: 'nothing'; readonly reason: NothingReason }

/** `empty`: no words. `no-target`: words, and no bucket, access point or error among them. */
export type NothingReason = 'empty' | 'no-target'

/**
 * Reads what `/s3denied` and the terminal's WHAT take: `bucket/key`, an address, an ARN, a URL, `put bucket/key as role`, a
 * question, `--as`, `--operation`, a whole pasted error. A principal without an account stays as it was written.
 */
export function extractCommand(text: string): CommandReading {
  const said = undoMrkdwn(text).trim()
  if (said === '') return { kind: 'nothing', reason: 'empty' }
  if (/^(?:help(?: me| please)?|--help|-h|-\?|\?|usage)[.!?]?$/i.test(said)) return { kind: 'help' }
  const pasted = readText(said.split('```'))
  const line = joinPassages([said])
  const asked = parseAsk(line)
  const error = pasted.denials[0]
  if (error === undefined && pasted.notAuthorization !== null)
    return { kind: 'not-authorization', notAuthorization: pasted.notAuthorization }
  const expected = pasted.expectedPrincipal ?? error?.expectedPrincipal ?? asked?.expectedPrincipal
  const symptoms = pasted.symptoms.length === 0 ? {} : { symptoms: pasted.symptoms }
  const extra = { ...(expected === undefined ? {} : { expectedPrincipal: expected }), ...symptoms }
  if (error !== undefined) return { kind: 'ask', ask: { ...flagsOf(asked), ...error, ...extra } }
  if (asked === null) return { kind: 'nothing', reason: 'no-target' }
  return { kind: 'ask', ask: { ...asked, ...extra } }
}

/** Beside a pasted error only what was said on purpose counts: `--as`, `--context` and their like. */
const flagsOf = (asked: Ask | null): Ask =>
  asked === null
    ? {}
    : {
        ...(asked.principal === undefined ? {} : { principal: asked.principal }),
        ...(asked.context === undefined ? {} : { context: asked.context }),
        ...(asked.versionId === undefined ? {} : { versionId: asked.versionId }),
      }

/** A command as `extract` prints it. */
export function denialOfCommand(text: string): {
  readonly denial: Denial | null
  readonly symptoms: readonly Symptom[]
  readonly notAuthorization: NotAuthorization | null
} {
  const reading = extractCommand(text)
  if (reading.kind === 'not-authorization')
    return { denial: null, symptoms: [], notAuthorization: reading.notAuthorization }
  if (reading.kind !== 'ask') return { denial: null, symptoms: [], notAuthorization: null }
  const {
    versionId: _versionId,
    source: _source,
    parameters: _parameters,
    context: _context,
    symptoms = [],
    ...denial
  } = reading.ask
  return { denial, symptoms, notAuthorization: null }
}
