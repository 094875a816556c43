import type { Decision, NextStep, PolicyChange } from '../diagnosis.ts'
import type { Evidence } from '../evidence.ts'
import type { Proposal } from '../layer.ts'
import type { DiagnosisRequest } from '../request.ts'
import { decide, type LayerOutcome, type Rules } from './decide.ts'
import { blockingLayers, type Headline, mainFinding } from './verdict.ts'

/** A next step with what the decision is once it was taken. */
export interface Fix {
  readonly nextStep: NextStep
  /** `null` where the step changes nothing that could be tried. */
  readonly afterFix: Decision | null
  readonly stillBlockedBy: readonly string[]
}

/** An operation needs a handful of actions; each round mends one of them. */
const mostRounds = 8

/**
 * The headline layer's next step, tried on the evidence and decided again. Where the layer lacks several actions, what
 * mends them is joined as long as it is one and the same policy.
 */
export function proposeFix(headline: Headline, request: DiagnosisRequest, evidence: Evidence, rules: Rules): Fix {
  const { outcome, certainty } = headline
  const first = mainFinding(outcome)?.verdict.nextStep()
  if (first === undefined) throw new Error(`layer ${outcome.layer.name} has no finding to mend`)
  let proposal: Proposal = first
  let after: Trial | null = tryOn(proposal, request, evidence, rules)
  for (let round = 1; after !== null && round < mostRounds; round++) {
    const again = after.outcome.layers.find(({ layer }) => layer === outcome.layer)
    const more = again !== undefined && isBlocked(again) ? mainFinding(again)?.verdict.nextStep() : undefined
    const joined: Proposal | null = more === undefined ? null : join(proposal, more)
    const next: Trial | null = joined === null ? null : tryOn(joined, after.request, after.evidence, rules)
    if (joined === null || next === null) break
    proposal = joined
    after = next
  }
  const { apply: _, request: __, ...nextStep } = proposal
  return {
    nextStep: certainty === 'proven' ? nextStep : hedge(nextStep),
    afterFix: after?.outcome.decision ?? null,
    stillBlockedBy: after === null ? [] : blockingLayers(after.outcome).map(({ layer }) => layer.name),
  }
}

/** What is not proven to deny is not changed as if it did. */
function hedge(step: NextStep): NextStep {
  if (step.change === null) return step
  const [first = '', ...rest] = step.text
  return { ...step, text: `If this is what denies, ${first.toLowerCase()}${rest.join('')}`, confidence: 'maybe' }
}

interface Trial {
  readonly request: DiagnosisRequest
  readonly evidence: Evidence
  readonly outcome: ReturnType<typeof decide>
}

function tryOn(proposal: Proposal, request: DiagnosisRequest, evidence: Evidence, rules: Rules): Trial | null {
  if (proposal.apply === null && proposal.request === null) return null
  const changed = { request: proposal.request ?? request, evidence: proposal.apply?.(evidence) ?? evidence }
  return { ...changed, outcome: decide(changed.request, changed.evidence, rules) }
}

const isBlocked = ({ decision }: LayerOutcome): boolean => decision === 'explicitDeny' || decision === 'implicitDeny'

/** Two changes to the same policy, the second made upon the first, are one: from the first's before to the second's after. */
function join(first: Proposal, second: Proposal): Proposal | null {
  if (first.change === null || second.change === null || first.change.after !== second.change.before) return null
  const change: PolicyChange = {
    ...second.change,
    before: first.change.before,
    excerpt: [first.change.excerpt, second.change.excerpt].flat(),
  }
  return { ...second, text: first.text.replace('this statement', 'these statements'), change }
}
