import { type Caller, describeCaller, hasNoIdentityPolicies } from '../caller.ts'
import { mainAction } from '../decide/operations.ts'
import type { PolicySource } from '../evidence.ts'
import { mapFact } from '../fact.ts'
import { defineLayer, type Proposal, type Question, verdict, type World } from '../layer.ts'
import { exceptCaller } from '../mend/except-caller.ts'
import { allowStatement } from '../mend/grant.ts'
import { addStatement, holds, isManagedByAws, swap } from '../mend/policies.ts'
import { mendRequest } from '../mend/request.ts'
import type { PolicyOutcome } from '../policy/evaluate.ts'
import { advice, askPolicies, policyVerdict } from '../policy-layer.ts'
import { namesPolicyType } from '../refusal/refusal-message.ts'
import { shell } from '../wording/shell.ts'
import { nearest } from '../wording/statements.ts'

/** The caller's own policies: inline, attached, and its groups'. */
export const identityPolicy = defineLayer({
  name: 'identity-policy',
  title: 'Identity-based policy',
  label: (_request, caller) => `the identity-based policies of ${describeCaller(caller)}`,
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html',
  part: 'caller',
  isNamedBy: (message) => namesPolicyType(message, 'identity-based policy'),
  settle: () =>
    'Let s3denied’s role read the caller’s policies (`iam:List…Policies`, `iam:Get…Policy`) in the caller’s account.',
  evaluate: (question, world) => {
    if (hasNoIdentityPolicies(world.caller)) return null
    const outcome = askPolicies(world.evidence.identityPolicies, question, world)
    return verdict({
      ...policyVerdict(
        outcome,
        question,
        outcome.denying.length > 0 ? 'An identity-based policy' : 'No identity-based policy suffices: it',
      ),
      explain: () => sentence(outcome, question, world),
      allows: outcome.allows,
      nextStep: () => mend(question, world, outcome),
    })
  },
})

function sentence(outcome: PolicyOutcome, question: Question, { caller }: World): string {
  const policies =
    outcome.denying.length > 0 ? outcome.denying : [nearest(outcome)].filter((match) => match !== undefined)
  const named = policies[0]?.statement.policy
  const subject =
    named === undefined
      ? `None of the policies of ${describeCaller(caller)}`
      : `Policy \`${named}\` of ${describeCaller(caller)}`
  const said = policyVerdict(outcome, question, subject).explain()
  return named === undefined ? said.replace(' does not allow ', ' allows ') : said
}

function mend(question: Question, world: World, outcome: PolicyOutcome): Proposal {
  const { caller, evidence } = world
  const byRequest = mendRequest(outcome.denying, question, world)
  if (byRequest !== null) return byRequest
  const owner = `IAM administrators of account ${caller.account ?? ''}`
  if (evidence.identityPolicies.kind !== 'known')
    return advice({
      owner,
      text: 'Show which policies this principal has, and say whether they allow this request.',
      commands: listCommands(caller),
    })
  const sources = evidence.identityPolicies.value
  if (outcome.denying.length > 0) {
    const [first] = outcome.denying
    const source = first && sources.find((one) => holds(one, first.statement))
    const edit =
      source === undefined
        ? null
        : exceptCaller(
            source,
            outcome.denying.filter(({ statement }) => holds(source, statement)),
            caller,
          )
    if (source !== undefined && isManagedByAws(source)) return detach(source, caller, owner)
    if (source === undefined || edit === null)
      return advice({ owner, text: 'Narrow the denying statement so that it spares this principal.' })
    return advice({
      owner,
      text: `If this access is meant, except this principal from the denying statement in \`${source.name}\`, or detach the policy from it if it was not meant for it.`,
      commands:
        source.arn === undefined
          ? []
          : [
              shell`aws iam create-policy-version --policy-arn ${source.arn} --policy-document file://policy.json --set-as-default`,
            ],
      change: edit.change,
      confidence: 'exact',
      apply: (before) => ({
        ...before,
        identityPolicies: mapFact(before.identityPolicies, (list) => swap(list, source, edit.source)),
      }),
    })
  }
  // One policy for the whole request, so that the actions which it lacks come together.
  const name = `s3denied-${mainAction(world.request).replace(':', '-')}`
  const own = sources.find((source) => source.name === name) ?? null
  const edit = addStatement(own, name, allowStatement(question))
  if (edit === null)
    return advice({ owner, text: `Show policy \`${name}\`: it could not be read, and is the one to add to.` })
  const managed = caller.arn.includes(':role/aws-reserved/')
  return advice({
    owner,
    text: managed
      ? 'Add this statement to the permission set in IAM Identity Center; the role itself cannot be edited.'
      : `Add this statement to the policies of ${caller.kind === 'user' ? 'the user' : 'the role'}, for example as a new inline policy.`,
    commands: managed ? [] : [putCommand(caller.kind === 'user', caller.name, name)],
    change: edit.change,
    confidence: 'exact',
    apply: (before) => ({
      ...before,
      identityPolicies: mapFact(before.identityPolicies, (list) =>
        own === null ? [...list, edit.source] : swap(list, own, edit.source),
      ),
    }),
  })
}

/** A policy that AWS manages cannot be edited. One that denies was attached for a reason: a leaked key, for one. */
const detach = (source: PolicySource, { kind, name }: Caller, owner: string): Proposal =>
  advice({
    owner,
    text: `Find out why \`${source.name}\` is attached, and detach it once that is settled. AWS manages it, so it cannot be edited.`,
    commands: [
      kind === 'user'
        ? shell`aws iam detach-user-policy --user-name ${name} --policy-arn ${source.arn ?? ''}`
        : shell`aws iam detach-role-policy --role-name ${name} --policy-arn ${source.arn ?? ''}`,
    ],
    apply: (before) => ({
      ...before,
      identityPolicies: mapFact(before.identityPolicies, (list) => list.filter((one) => one !== source)),
    }),
  })

const putCommand = (isUser: boolean, principal: string, name: string): string =>
  isUser
    ? shell`aws iam put-user-policy --user-name ${principal} --policy-name ${name} --policy-document file://policy.json`
    : shell`aws iam put-role-policy --role-name ${principal} --policy-name ${name} --policy-document file://policy.json`

const listCommands = ({ kind, name }: Caller): string[] =>
  kind === 'user'
    ? [
        shell`aws iam list-attached-user-policies --user-name ${name}`,
        shell`aws iam list-user-policies --user-name ${name}`,
      ]
    : [
        shell`aws iam list-attached-role-policies --role-name ${name}`,
        shell`aws iam list-role-policies --role-name ${name}`,
      ]
