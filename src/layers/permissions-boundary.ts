import { describeCaller, hasNoIdentityPolicies } from '../caller.ts'
import { known } from '../fact.ts'
import { defineLayer, type Proposal, type Question, verdict, type World } from '../layer.ts'
import { exceptCaller } from '../mend/except-caller.ts'
import { allowStatement } from '../mend/grant.ts'
import { addStatement, isManagedByAws } from '../mend/policies.ts'
import type { PolicyOutcome } from '../policy/evaluate.ts'
import { advice, askPolicies, asList, policyVerdict } from '../policy-layer.ts'
import { namesPolicyType } from '../refusal/refusal-message.ts'
import { shell } from '../wording/shell.ts'

/** Cuts the identity policies down to what it allows too, and grants nothing. */
export const permissionsBoundary = defineLayer({
  name: 'permissions-boundary',
  title: 'Permissions boundary',
  label: (_request, caller) => `the permissions boundary of ${describeCaller(caller)}`,
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  part: 'limit',
  isNamedBy: (message) => namesPolicyType(message, 'permissions boundary'),
  settle: () =>
    'Let s3denied’s role call `iam:GetRole` or `iam:GetUser`, and `iam:GetPolicyVersion`, in the caller’s account.',
  evaluate: (question, world) => {
    const { permissionsBoundary: fact } = world.evidence
    if (hasNoIdentityPolicies(world.caller) || (fact.kind === 'known' && fact.value === null)) return null
    const outcome = askPolicies(asList(fact), question, world)
    const name = fact.kind === 'known' ? fact.value?.name : undefined
    const subject =
      name === undefined || name === 'permissions boundary'
        ? 'The permissions boundary'
        : `The permissions boundary \`${name}\``
    return verdict({
      ...policyVerdict(outcome, question, subject),
      allows: outcome.allows,
      nextStep: () => mend(question, world, outcome),
    })
  },
})

function mend(question: Question, { caller, evidence }: World, outcome: PolicyOutcome): Proposal {
  const owner = `IAM administrators of account ${caller.account ?? ''}, who set the boundary`
  const source = evidence.permissionsBoundary.kind === 'known' ? evidence.permissionsBoundary.value : null
  const edit =
    source === null
      ? null
      : outcome.denying.length > 0
        ? exceptCaller(source, outcome.denying, caller)
        : addStatement(source, source.name, allowStatement(question))
  if (source !== null && isManagedByAws(source))
    return advice({
      owner,
      text: `Set a boundary of your own that allows what \`${source.name}\` does and this action too. AWS manages \`${source.name}\`, so it cannot be edited.`,
    })
  if (source === null || edit === null)
    return advice({ owner, text: 'Say whether the boundary lets this action pass.' })
  return advice({
    owner,
    text:
      outcome.denying.length > 0
        ? 'If this access is meant, except this principal from the denying statement; the boundary stays for everybody else.'
        : 'Add this statement to the boundary. A boundary only limits: an identity-based policy must allow the action too.',
    commands:
      source.arn === undefined
        ? []
        : [
            shell`aws iam create-policy-version --policy-arn ${source.arn} --policy-document file://policy.json --set-as-default`,
          ],
    change: edit.change,
    confidence: 'exact',
    apply: (before) => ({ ...before, permissionsBoundary: known(edit.source) }),
  })
}
