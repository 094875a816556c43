import type { Caller } from './caller.ts'
import type { Cause, NextStep, StatementRef } from './diagnosis.ts'
import type { BucketSide, Evidence, KmsKey, PolicySource } from './evidence.ts'
import type { Fact } from './fact.ts'
import type { Context } from './policy/context.ts'
import type { Policy } from './policy/policy.ts'
import { noReach, type ReachMatch } from './policy/principal.ts'
import type { Truth } from './policy/truth.ts'
import type { RefusalMessage } from './refusal/refusal-message.ts'
import type { DiagnosisRequest } from './request.ts'

/** One action on one resource: what every layer is asked. An operation is as many questions as it needs actions. */
export interface Question {
  /** Whose resource is asked of: the bucket's (or its objects'), the access point's, or the KMS key's. */
  readonly of: 'bucket' | 'access-point' | 'kms'
  /** As AWS writes it: `s3:GetObject`. */
  readonly action: string
  readonly resource: string
  /** Whether the resource is the bucket itself or one of its objects. */
  readonly level: 'bucket' | 'object' | 'account' | 'key'
  /** The side that is asked: the target, or a copy's source. */
  readonly side: BucketSide
  readonly bucket: string
  readonly key: string | undefined
  readonly versionId: string | undefined
  readonly resourceAccount: Fact<string>
  readonly context: Context
  /** The key that is asked of, where it is a KMS question. */
  readonly kmsKey: Fact<KmsKey> | null
  /** AWS's pages disagree on whether this action is needed at all: a refusal of it is only possible. */
  readonly doubtful: boolean
}

/** What a layer may look at beside the question. */
export interface World {
  readonly request: DiagnosisRequest
  readonly evidence: Evidence
  readonly caller: Caller
  /** The whole decision on another question, without the layers that themselves ask again. */
  readonly ask: (action: string, question: Question) => Truth
  /** A policy, compiled; unread where its document is. */
  readonly policyOf: (source: PolicySource) => Fact<Policy>
}

/**
 * How a layer enters the formula: `guard` must allow wherever it applies; `caller` is the caller's own allow, `limit`
 * what that allow is cut down to; `identity` is no policy and only tells who calls.
 */
export type LayerPart = 'guard' | 'caller' | 'limit' | 'identity'

/**
 * What one layer says to one question. `denies` is an explicit deny, `allows` whether it lets the request pass (or, for
 * `caller` and `limit`, whether it allows); the resource's own grant stands apart, since how directly it names the
 * caller decides what else must allow.
 */
export interface Verdict {
  readonly denies: Truth
  readonly allows: Truth
  readonly grant: ReachMatch
  /** Only this layer's grant counts, and one is needed in the same account too: a KMS key policy, a foreign object's ACL. */
  readonly exclusive: Truth
  /** This layer is to answer where the resource's side grants nothing and had to. */
  readonly answers: Truth
  /** What would settle it, as short phrases. */
  readonly missing: readonly string[]
  readonly decidedBy: readonly StatementRef[]
  /** The action is allowed, but for another resource. */
  readonly scopeMismatch: boolean
  /** One sentence: why it denies. */
  readonly explain: () => string
  readonly nextStep: () => Proposal
}

/** A next step with the change that would carry it out, so that it can be tried on the evidence. */
export interface Proposal extends NextStep {
  /** The evidence as it would be afterwards; `null` where nothing in it can be changed to help. */
  readonly apply: ((evidence: Evidence) => Evidence) | null
  /** The request as it should be made instead, where not a policy but the request is to be changed. */
  readonly request: DiagnosisRequest | null
}

/** One source of denial: its evaluation, its wording and its next step arrive together. */
export interface Layer {
  readonly name: string
  readonly title: string
  /** What denies, towards people, after *denied by*: `the bucket policy of acme-reports`. */
  readonly label: (request: DiagnosisRequest, caller: Caller) => string
  /** The AWS page that states its rule. */
  readonly docs: string
  readonly part: LayerPart
  /** The kind of question whose every refusal is this layer's: the KMS key's. */
  readonly owns?: Question['of']
  /** It asks the whole question again, and is left out when that is done. */
  readonly asksAgain?: true
  /** The cause when this layer is the headline; a policy's own where it is left out. */
  readonly cause?: Cause
  /** Whether AWS's message names this layer. */
  readonly isNamedBy: (message: RefusalMessage, request: DiagnosisRequest) => boolean
  /** What would settle the layer's open question: one question, one command or one right. */
  readonly settle: (missing: readonly string[]) => string
  /** `null` where the layer does not apply to this question. */
  readonly evaluate: (question: Question, world: World) => Verdict | null
}

/** What a layer gives back: only what differs from *it applies and lets the request pass*. */
export type PartialVerdict = Partial<Verdict> & Pick<Verdict, 'explain' | 'nextStep'>

/** Completes a verdict. Written out, since every question makes a dozen of them and spreading is slow. */
export const verdict = (given: PartialVerdict): Verdict => ({
  denies: given.denies ?? 'no',
  allows: given.allows ?? 'yes',
  grant: given.grant ?? noReach,
  exclusive: given.exclusive ?? 'no',
  answers: given.answers ?? 'no',
  missing: given.missing ?? [],
  decidedBy: given.decidedBy ?? [],
  scopeMismatch: given.scopeMismatch ?? false,
  explain: given.explain,
  nextStep: given.nextStep,
})

/** The same where missing facts leave open whether the layer binds this request at all: its denial is only possible. */
export function perhaps(given: Verdict, missing: readonly string[]): Verdict {
  const denies: Truth = given.denies === 'yes' ? 'maybe' : given.denies
  const allows: Truth = given.allows === 'no' ? 'maybe' : given.allows
  if (denies === 'no' && allows === 'yes') return given
  return { ...given, denies, allows, missing: [...new Set([...given.missing, ...missing])] }
}

export const defineLayer = (layer: Layer): Layer => layer
