import { isServiceLinkedRole } from '../caller.ts'
import { describeMissing } from '../fact.ts'
import { defineLayer, type Proposal, perhaps, type Question, verdict, type World } from '../layer.ts'
import { exceptCaller } from '../mend/except-caller.ts'
import { allowStatement } from '../mend/grant.ts'
import { updateCommands } from '../mend/organization-policy.ts'
import { addStatement, type Edit, holds, swapInLevels } from '../mend/policies.ts'
import { evaluatePolicies, type PolicyOutcome, silence, unreadPolicies } from '../policy/evaluate.ts'
import { and, or, type Truth } from '../policy/truth.ts'
import { advice, policyVerdict, queryOf } from '../policy-layer.ts'
import { namesPolicyType } from '../refusal/refusal-message.ts'

/** Every level from the root to the account must allow, and none may deny; one level's policies add up. */
export const serviceControlPolicy = defineLayer({
  name: 'service-control-policy',
  title: 'Service control policy',
  label: (_request, caller) => `a service control policy of account ${caller.account ?? ''}`,
  docs: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html',
  part: 'guard',
  isNamedBy: (message) => namesPolicyType(message, 'service control policy'),
  settle: () =>
    'Set `S3DENIED_ORGANIZATION_ROLE_ARN` to a role of the management or a delegated-administrator account that may call `organizations:ListPoliciesForTarget`; or ask the organization’s administrators which SCPs bind this account.',
  evaluate: (question, world) => {
    const { caller, evidence } = world
    const { organization, serviceControlPolicies: levels } = evidence
    if (caller.account === null || isServiceLinkedRole(caller)) return null
    if (organization.kind === 'known' && organization.value?.managementAccount === caller.account) return null
    if (levels.kind === 'known' && levels.value === null) return null
    const outcomes = askLevels(question, world)
    const joined = joinLevels(outcomes)
    const silent = outcomes.find(({ allows }) => allows === 'no')
    const shared = policyVerdict(
      silent === undefined || joined.denying.length > 0 ? joined : silent,
      question,
      'A service control policy',
    )
    const said = verdict({
      ...shared,
      denies: joined.denies,
      missing: joined.missing,
      allows: joined.allows,
      explain: () =>
        joined.denying.length > 0 || silent === undefined
          ? shared.explain()
          : `${nameLevel(outcomes.indexOf(silent), outcomes.length)}, no service control policy allows \`${question.action}\`; each level from the root down must allow it.`,
      nextStep: () =>
        mend(
          question,
          world,
          joined,
          outcomes.findIndex(({ allows }) => allows === 'no'),
        ),
    })
    // Whether this is the management account, which no SCP binds, the organization would tell.
    return organization.kind === 'known' ? said : perhaps(said, [describeMissing(organization)])
  },
})

function askLevels(question: Question, world: World): PolicyOutcome[] {
  const { serviceControlPolicies: levels } = world.evidence
  if (levels.kind !== 'known') return [unreadPolicies(describeMissing(levels))]
  return (levels.value ?? []).map((level) => evaluatePolicies(level.map(world.policyOf), queryOf(question, world)))
}

const joinLevels = (levels: readonly PolicyOutcome[]): PolicyOutcome => ({
  ...silence,
  denies: levels.reduce<Truth>((any, level) => or(any, level.denies), 'no'),
  allows: levels.reduce<Truth>((all, level) => and(all, level.allows), 'yes'),
  denying: levels.flatMap(({ denying }) => denying),
  near: levels.flatMap(({ near }) => near),
  missing: [...new Set(levels.flatMap(({ missing }) => missing))],
})

function nameLevel(index: number, count: number): string {
  if (index === 0) return 'At the root of the organization'
  return index === count - 1 ? 'At the account' : `At the organizational unit on level ${index} below the root`
}

function mend(question: Question, world: World, joined: PolicyOutcome, silentLevel: number): Proposal {
  const { organization, serviceControlPolicies: levels } = world.evidence
  const management = organization.kind === 'known' ? organization.value?.managementAccount : undefined
  const owner = `organization administrators${management === undefined ? '' : ` (management account ${management})`}`
  const listed = levels.kind === 'known' ? (levels.value ?? []) : []
  const [first] = joined.denying
  const source =
    first === undefined ? listed[silentLevel]?.[0] : listed.flat().find((one) => holds(one, first.statement))
  if (source === undefined)
    return advice({
      owner,
      text: `Say which SCPs bind account ${world.caller.account}, and whether one of them denies this request.`,
    })
  const denying = joined.denying.filter(({ statement }) => holds(source, statement))
  const edit: Edit | null =
    first === undefined
      ? addStatement(source, source.name, allowStatement(question))
      : exceptCaller(source, denying, world.caller)
  const text =
    first === undefined
      ? `Allow \`${question.action}\` at this level; no account below it can do this until then.`
      : `If this access is meant, except this principal from the denying statement in \`${source.name}\`; the guardrail stays for everybody else.`
  if (edit === null) return advice({ owner, text })
  return advice({
    owner,
    text,
    commands: updateCommands(source, 'SERVICE_CONTROL_POLICY'),
    change: edit.change,
    confidence: source.arn === undefined ? 'has-placeholders' : 'exact',
    apply: (evidence) => ({
      ...evidence,
      serviceControlPolicies: swapInLevels(evidence.serviceControlPolicies, source, edit.source),
    }),
  })
}
