import { isServiceLinkedRole } from '../caller.ts'
import { describeMissing, known } from '../fact.ts'
import { defineLayer, type Proposal, perhaps, type Question, verdict, type World } from '../layer.ts'
import { exceptCaller } from '../mend/except-caller.ts'
import { updateCommands } from '../mend/organization-policy.ts'
import { changeSide, holds, swapInLevels } from '../mend/policies.ts'
import { mendRequest } from '../mend/request.ts'
import { type PolicyOutcome, unreadPolicies } from '../policy/evaluate.ts'
import { or, type Truth, truthOf } from '../policy/truth.ts'
import { advice, askPolicies, policyVerdict } from '../policy-layer.ts'
import { namesPolicyType } from '../refusal/refusal-message.ts'

/**
 * Only a Deny matters, since RCPFullAWSAccess cannot be detached. It binds every caller, outsiders and root users
 * included; not the resources of the management account, service-linked roles and AWS managed keys.
 */
export const resourceControlPolicy = defineLayer({
  name: 'resource-control-policy',
  title: 'Resource control policy',
  label: () => 'a resource control policy of the bucket’s account',
  docs: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html',
  part: 'guard',
  isNamedBy: (message) => namesPolicyType(message, 'resource control policy'),
  settle: () =>
    'Set `S3DENIED_ORGANIZATION_ROLE_ARN` to a role of the management or a delegated-administrator account that may call `organizations:ListPoliciesForTarget`; or ask the organization’s administrators which RCPs bind the bucket’s account.',
  evaluate: (question, world) => {
    const exempt = question.level === 'account' ? 'yes' : isExempt(question, world)
    if (exempt === 'yes') return null
    const outcome = ask(question, world)
    const said = verdict({
      ...policyVerdict(outcome, question, 'A resource control policy'),
      nextStep: () => mend(question, world, outcome),
    })
    if (exempt === 'no') return said
    const facts = [world.evidence.organization, question.side.bucketAccount]
    return perhaps(said, facts.filter((fact) => fact.kind !== 'known').map(describeMissing))
  },
})

function isExempt(question: Question, { caller, evidence }: World): Truth {
  const { side, resourceAccount, kmsKey } = question
  const { organization } = evidence
  const levels = side.resourceControlPolicies
  if (levels.kind === 'known' && levels.value === null) return 'yes'
  if (isServiceLinkedRole(caller)) return 'yes'
  if (kmsKey !== null && (kmsKey.kind !== 'known' || kmsKey.value.manager === 'AWS')) return 'yes'
  const managed: Truth =
    organization.kind === 'known' && resourceAccount.kind === 'known'
      ? truthOf(resourceAccount.value === organization.value?.managementAccount)
      : organization.kind === 'known' && organization.value === null
        ? 'no'
        : 'maybe'
  return or(managed, isKeyElsewhere(question))
}

/** The evidence holds the RCPs of the bucket's account; a key in another is bound by others. */
function isKeyElsewhere({ side, kmsKey }: Question): Truth {
  if (kmsKey === null || kmsKey.kind !== 'known') return 'no'
  return side.bucketAccount.kind === 'known' ? truthOf(side.bucketAccount.value !== kmsKey.value.account) : 'maybe'
}

function ask(question: Question, world: World): PolicyOutcome {
  const levels = question.side.resourceControlPolicies
  if (levels.kind !== 'known') return { ...unreadPolicies(describeMissing(levels)), allows: 'yes' }
  const outcome = askPolicies(known((levels.value ?? []).flat()), question, world)
  // A silent RCP stops nothing, so a missing allow is no question either.
  const open = outcome.open.filter(({ statement }) => statement.effect === 'Deny')
  return { ...outcome, near: [], open, missing: outcome.denies === 'maybe' ? outcome.missing : [] }
}

function mend(question: Question, world: World, { denying }: PolicyOutcome): Proposal {
  const byRequest = mendRequest(denying, question, world)
  if (byRequest !== null) return byRequest
  const { organization } = world.evidence
  const management = organization.kind === 'known' ? organization.value?.managementAccount : undefined
  const owner = `organization administrators${management === undefined ? '' : ` (management account ${management})`}`
  const levels = question.side.resourceControlPolicies
  const [first] = denying
  const source = (levels.kind === 'known' ? (levels.value ?? []) : [])
    .flat()
    .find((one) => first !== undefined && holds(one, first.statement))
  const edit =
    source === undefined
      ? null
      : exceptCaller(
          source,
          denying.filter(({ statement }) => holds(source, statement)),
          world.caller,
        )
  if (source === undefined || edit === null) {
    return advice({
      owner,
      text: 'Say which RCPs bind the bucket’s account, and whether one of them denies this request.',
    })
  }
  return advice({
    owner,
    text: `If this access is meant, except this principal from the denying statement in \`${source.name}\`; the guardrail stays for everybody else.`,
    commands: updateCommands(source, 'RESOURCE_CONTROL_POLICY'),
    change: edit.change,
    confidence: source.arn === undefined ? 'has-placeholders' : 'exact',
    apply: (evidence) =>
      changeSide(evidence, question.side, (side) => ({
        ...side,
        resourceControlPolicies: swapInLevels(side.resourceControlPolicies, source, edit.source),
      })),
  })
}
