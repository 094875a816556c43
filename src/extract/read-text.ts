import type { NotAuthorization } from '../refusal/error-codes.ts'
import type { Symptom } from '../request.ts'
import { readErrors } from './events.ts'
import type { Denial } from './extraction.ts'
import type { Finding } from './found.ts'
import { joinPassages } from './normalize.ts'
import { type OnRead, prepareShapes } from './read-findings.ts'
import { findSecrets, redact } from './secrets.ts'
import { shapes } from './shapes/index.ts'
import { readExpectedPrincipal, readSymptoms } from './symptoms.ts'

/** What a text says, whoever posted it. */
export interface TextReading {
  readonly denials: readonly Denial[]
  readonly notAuthorization: NotAuthorization | null
  readonly symptoms: readonly Symptom[]
  readonly expectedPrincipal: string | null
}

const findAll = prepareShapes(shapes)

/** Slack cuts a message at 40,000 characters; its blocks and attachments may repeat it. */
const mostCharacters = 200_000

/** Reads passages whose Slack markup is undone. `onRead` is told how many characters each step may look at. */
export function readText(passages: readonly string[], onRead?: OnRead): TextReading {
  const text = joinPassages(passages).slice(0, mostCharacters)
  const findings = findAll(text, onRead)
  const { denials, notAuthorization } = readErrors(text, findings)
  const words = withoutErrors(text, findings)
  const expectedPrincipal = readExpectedPrincipal(words)
  return {
    denials: denials.map((denial) => clean(expectedPrincipal === null ? denial : { ...denial, expectedPrincipal })),
    notAuthorization,
    symptoms: readSymptoms(words),
    expectedPrincipal,
  }
}

/** AWS's own sentence says `policy allows`; only what people say beside it is a symptom. */
function withoutErrors(text: string, findings: readonly Finding[]): string {
  let out = ''
  let from = 0
  for (const { at, end, role, covers } of findings) {
    if (role !== 'error' || covers !== true || end <= from) continue
    out += text.slice(from, Math.max(at, from))
    from = end
  }
  return out + text.slice(from)
}

/** No field repeats a secret, whatever a tool printed into its message; a key that holds one was read too far. */
function clean(denial: Denial): Denial {
  const { key, ...rest } = denial
  const kept = key !== undefined && findSecrets(key).length > 0 ? rest : denial
  return kept.message === undefined ? kept : { ...kept, message: redact(kept.message) }
}
