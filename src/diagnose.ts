import type { Ask } from './ask.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { Evidence } from './evidence.ts'
import { explainEvidence } from './explain.ts'
import type { ReadProblem } from './read-problem.ts'
import type { DiagnosisRequest } from './request.ts'

export type { ReadProblem } from './read-problem.ts'

export type Reading =
  | {
      readonly kind: 'read'
      readonly request: DiagnosisRequest
      readonly evidence: Evidence
      /** The roles whose eyes were used, as ARNs or names, for the answer's footer. */
      readonly readAs: readonly string[]
      /** What the asker should know of how the ask was completed: `read as GetObject, since no operation was said`. */
      readonly assumptions: readonly string[]
    }
  | { readonly kind: 'problem'; readonly problem: ReadProblem }

/** Who asked; it goes into the role session's name so that CloudTrail shows it. */
export interface Asker {
  readonly id: string
}

/**
 * The way into AWS: one function. aws/ implements it with the SDK, demo/ with evidence files, a test in ten lines.
 * It never throws for what AWS says: refusals become facts or a problem.
 */
export interface EvidenceReader {
  read(ask: Ask, asker: Asker): Promise<Reading>
}

export type Outcome =
  | {
      readonly kind: 'diagnosis'
      readonly diagnosis: Diagnosis
      readonly request: DiagnosisRequest
      readonly evidence: Evidence
      readonly readAs: readonly string[]
      readonly assumptions: readonly string[]
    }
  | { readonly kind: 'problem'; readonly problem: ReadProblem }

/** The whole way: reads the evidence for an ask, and explains it. */
export async function diagnose(ask: Ask, asker: Asker, reader: EvidenceReader): Promise<Outcome> {
  const reading = await reader.read(ask, asker)
  if (reading.kind === 'problem') return reading
  const { request, evidence, readAs, assumptions } = reading
  return { kind: 'diagnosis', diagnosis: explainEvidence(request, evidence), request, evidence, readAs, assumptions }
}
