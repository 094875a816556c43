/** What AWS decides; `undetermined` where missing facts could turn it. */
export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny' | 'undetermined'

export type LayerDecision = Decision | 'notApplicable'

export type Certainty = 'proven' | 'likely' | 'possible'

export type Cause =
  | 'wrong-caller'
  | 'missing-allow'
  | 'explicit-deny'
  | 'bucket-level-control'
  | 'related-permission'
  | 'scope-mismatch'
  | 'not-a-policy'

/** A layer's name is its own file's; this is the set that layers/index.ts lists, as text. */
export type LayerName = string

/** A statement: its policy's name, its `Sid` where it has one, and its place in the policy, 1-based. */
export interface StatementRef {
  readonly policy: string
  readonly sid?: string
  readonly index: number
}

export interface Blocker {
  readonly layer: LayerName
  readonly title: string
  readonly decision: 'explicitDeny' | 'implicitDeny'
  readonly decidedBy: readonly StatementRef[]
  /** One sentence, identifiers in backticks. */
  readonly explanation: string
  /** The AWS page that states the rule. */
  readonly docs: string
  /** The action that this layer refuses, where it is not the request's own (`kms:Decrypt`). */
  readonly action: string
  readonly resource: string
}

export interface OpenQuestion {
  readonly layer: LayerName
  readonly title: string
  /** What is missing, each as a short phrase: `s3:GetBucketPolicy refused (AccessDenied)`, `aws:SourceIp`. */
  readonly missing: readonly string[]
  /** What would settle it: one question, one command or one right. */
  readonly settle: string
}

/** A change to one policy document or setting; the console takes both sides as they stand. */
export interface PolicyChange {
  readonly policy: string
  readonly before: unknown
  readonly after: unknown
  /** What alone is new, for reading: the statement added, or the condition narrowed. */
  readonly excerpt: unknown
}

export interface NextStep {
  /** Who can do it: `bucket owner (111122223333)`. */
  readonly owner: string
  readonly text: string
  readonly commands: readonly string[]
  readonly change: PolicyChange | null
  /** As rustc's applicability: `exact` can be applied as it stands. */
  readonly confidence: 'exact' | 'has-placeholders' | 'maybe'
}

/** Something beside the verdict that the person must know. */
export interface Note {
  readonly kind: 'message-disagrees' | 'changed' | 'symptom' | 'caller' | 'limit'
  readonly text: string
}

/** A fact that decides nothing here because it could not be read. */
export interface Unread {
  readonly fact: string
  readonly why: string
}

export interface Diagnosis {
  readonly request: {
    readonly principal: string
    readonly action: string
    readonly resource: string
    readonly operation?: string
    readonly expectedPrincipal?: string
  }
  readonly decision: Decision
  readonly likely: { readonly layer: LayerName; readonly certainty: Certainty } | null
  readonly cause: Cause | null
  /** The verdict in one line, for the top of the answer. */
  readonly headline: string
  /** One sentence on the headline's layer. */
  readonly explanation: string
  /** Every layer that denies, in the order in which to mend them. */
  readonly blockedBy: readonly Blocker[]
  readonly openQuestions: readonly OpenQuestion[]
  readonly layers: readonly { readonly layer: LayerName; readonly title: string; readonly decision: LayerDecision }[]
  readonly nextStep: NextStep | null
  /** The decision once `nextStep.change` is applied; `null` where there is no change to apply. */
  readonly afterFix: Decision | null
  /** The layers that still deny after the change. */
  readonly stillBlockedBy: readonly LayerName[]
  readonly notes: readonly Note[]
  readonly unread: readonly Unread[]
  /** The change that turned allowed into denied. */
  readonly changed: {
    readonly time: string
    readonly eventName: string
    readonly by: string
    readonly resource: string
  } | null
  readonly notAuthorization: string | null
}
