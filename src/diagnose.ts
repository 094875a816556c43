import type { Ask } from './ask.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { Evidence } from './evidence.ts'
import { explainEvidence } from './explain.ts'
import type { DiagnosisRequest } from './request.ts'

/** Why nothing could be read at all; each kind has one wording and one next step (slack/messages, cli). */
export type ReadProblem =
  | { readonly kind: 'bucket-not-said' }
  /** The operation is about an object, and the ask names a bucket alone. */
  | { readonly kind: 'key-not-said'; readonly bucket: string; readonly operation: string }
  | { readonly kind: 'principal-not-said'; readonly bucket: string }
  | { readonly kind: 'no-such-bucket'; readonly bucket: string; readonly call: string }
  /** The bucket exists and none of S3DENIED_ACCOUNTS owns it, so nothing of its side can be read. */
  | { readonly kind: 'bucket-not-ours'; readonly bucket: string; readonly accounts: readonly string[] }
  | {
      readonly kind: 'no-such-principal'
      readonly name: string
      readonly accounts: readonly string[]
      readonly call: string
    }
  /** Some account would not say whether it has a role or user of that name, and no other account has one. */
  | {
      readonly kind: 'principal-unreadable'
      readonly name: string
      readonly accounts: readonly string[]
      readonly call: string
      readonly errorCode: string
    }
  /** The ask names an access point and no bucket, and AWS did not say which bucket is behind it. */
  | {
      readonly kind: 'access-point-unreadable'
      readonly accessPoint: string
      readonly call: string
      readonly errorCode: string
    }
  /** More than one account has a role or user of that name. */
  | { readonly kind: 'principal-ambiguous'; readonly name: string; readonly candidates: readonly string[] }
  | { readonly kind: 'account-not-allowed'; readonly account: string }
  /** sts:AssumeRole of the read-only role was refused. */
  | { readonly kind: 'role-refused'; readonly role: string; readonly call: string; readonly errorCode: string }
  /** AWS did not answer in time, or not at all. */
  | { readonly kind: 'aws-unreachable'; readonly call: string; readonly errorCode: string }

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
