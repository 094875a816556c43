import type { PolicySource } from './evidence.ts'
import { describeMissing, type Fact, known } from './fact.ts'
import type { Proposal, Question, Verdict, World } from './layer.ts'
import { evaluatePolicies, type PolicyOutcome, unreadPolicies } from './policy/evaluate.ts'
import type { Query } from './policy/match.ts'
import { explainDeny, explainSilence, refOf } from './wording/statements.ts'

/** What most layers share: they are policies, asked one query. */
export const queryOf = (question: Question, { caller }: World): Query => ({
  caller,
  action: question.action.toLowerCase(),
  resource: question.resource,
  context: question.context,
})

/** Asks the policies of one fact; unread ones may say anything. */
export function askPolicies(fact: Fact<readonly PolicySource[]>, question: Question, world: World): PolicyOutcome {
  if (fact.kind !== 'known') return unreadPolicies(describeMissing(fact))
  return evaluatePolicies(fact.value.map(world.policyOf), queryOf(question, world))
}

/** One policy, or none. */
export const asList = (fact: Fact<PolicySource | null>): Fact<readonly PolicySource[]> =>
  fact.kind === 'known' ? known(fact.value === null ? [] : [fact.value]) : fact

/** What a layer's policies say by themselves. */
type PolicyVerdict = Pick<Verdict, 'denies' | 'missing' | 'decidedBy' | 'scopeMismatch' | 'explain'>

/** The part of a verdict that follows from the policies alone; `subject` is how the sentence begins. */
export function policyVerdict(outcome: PolicyOutcome, question: Question, subject: string): PolicyVerdict {
  const denied = outcome.denying.length > 0
  return {
    denies: outcome.denies,
    missing: outcome.missing,
    decidedBy: outcome.denying.map(refOf),
    scopeMismatch: !denied && outcome.near.some(({ failed }) => failed === 'resource'),
    explain: () =>
      denied ? explainDeny(outcome.denying, question, subject) : explainSilence(outcome, question, subject),
  }
}

/** A step that only words describe. */
export const advice = (step: Pick<Proposal, 'owner' | 'text'> & Partial<Proposal>): Proposal => ({
  commands: [],
  change: null,
  confidence: 'maybe',
  apply: null,
  request: null,
  ...step,
})

/** The account of a fact, towards people. */
export const nameAccount = (fact: Fact<string>): string => (fact.kind === 'known' ? fact.value : 'account not known')
