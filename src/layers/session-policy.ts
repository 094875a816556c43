import { describeCaller } from '../caller.ts'
import type { PolicySource } from '../evidence.ts'
import { known, mapFact } from '../fact.ts'
import { defineLayer, type Proposal, type Question, verdict, type World } from '../layer.ts'
import { exceptCaller } from '../mend/except-caller.ts'
import { allowStatement } from '../mend/grant.ts'
import { addStatement, holds, swap } from '../mend/policies.ts'
import { mendRequest } from '../mend/request.ts'
import type { PolicyOutcome } from '../policy/evaluate.ts'
import { advice, askPolicies, policyVerdict } from '../policy-layer.ts'
import { namesPolicyType } from '../refusal/refusal-message.ts'

/**
 * Given when a session is made, it cuts the role's policies down. A federated user session has nothing but what its
 * session policies and its user's policies both allow. No API shows the session policies of a live session.
 */
export const sessionPolicy = defineLayer({
  name: 'session-policy',
  title: 'Session policy',
  label: (_request, caller) => `the session policy of ${describeCaller(caller)}`,
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session',
  part: 'limit',
  isNamedBy: (message) => namesPolicyType(message, 'session policy'),
  settle: () =>
    'Ask whoever makes the session whether `AssumeRole` gets a `Policy` or `PolicyArns`; its CloudTrail event shows both.',
  evaluate: (question, world) => {
    const { caller, evidence } = world
    if (caller.kind !== 'role' && caller.kind !== 'session' && caller.kind !== 'federated-user') return null
    const { sessionPolicies: fact } = evidence
    if (fact.kind === 'known' && fact.value.length === 0 && caller.kind !== 'federated-user') return null
    const outcome = askPolicies(fact, question, world)
    const none = fact.kind === 'known' && fact.value.length === 0
    const shared = policyVerdict(outcome, question, 'The session policy')
    return verdict({
      ...shared,
      allows: outcome.allows,
      explain: () =>
        none
          ? `Federated user session \`${caller.name}\` was made without a session policy and so has no permissions.`
          : shared.explain(),
      nextStep: () => mend(question, world, outcome),
    })
  },
})

function mend(question: Question, world: World, outcome: PolicyOutcome): Proposal {
  const byRequest = mendRequest(outcome.denying, question, world)
  if (byRequest !== null) return byRequest
  const { caller, evidence } = world
  const federated = caller.kind === 'federated-user'
  const owner = `whoever calls ${federated ? 'GetFederationToken' : 'AssumeRole'} for this session`
  if (evidence.sessionPolicies.kind !== 'known') {
    return advice({ owner, text: 'Say which session policy is passed; the CloudTrail event of that call shows it.' })
  }
  const sources: readonly PolicySource[] = evidence.sessionPolicies.value
  const [first] = outcome.denying
  const source = first === undefined ? sources[0] : sources.find((one) => holds(one, first.statement))
  const edit =
    first !== undefined && source !== undefined
      ? exceptCaller(
          source,
          outcome.denying.filter(({ statement }) => holds(source, statement)),
          caller,
        )
      : addStatement(source ?? null, 'session policy', allowStatement(question))
  if (edit === null)
    return advice({ owner, text: 'Narrow the denying statement of the session policy so that it spares this caller.' })
  return advice({
    owner,
    text: 'Pass this session policy when the session is made anew; a running session keeps the one it has.',
    change: edit.change,
    confidence: 'exact',
    apply: (before) => ({
      ...before,
      sessionPolicies:
        source === undefined
          ? known([edit.source])
          : mapFact(before.sessionPolicies, (list) => swap(list, source, edit.source)),
    }),
  })
}
