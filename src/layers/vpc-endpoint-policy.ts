import { describeMissing, known } from '../fact.ts'
import { defineLayer, type Proposal, type Question, verdict, type World } from '../layer.ts'
import { exceptCaller } from '../mend/except-caller.ts'
import { allowStatement } from '../mend/grant.ts'
import { addStatement } from '../mend/policies.ts'
import { type PolicyOutcome, unreadPolicies } from '../policy/evaluate.ts'
import type { StatementMatch } from '../policy/match.ts'
import { or, type Truth } from '../policy/truth.ts'
import { advice, askPolicies, policyVerdict } from '../policy-layer.ts'
import { namesPolicyType } from '../refusal/refusal-message.ts'
import { shell } from '../wording/shell.ts'

/** A filter on the endpoint's own traffic: it must allow and never grants. */
export const vpcEndpointPolicy = defineLayer({
  name: 'vpc-endpoint-policy',
  title: 'VPC endpoint policy',
  label: () => 'the VPC endpoint policy',
  docs: 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
  part: 'guard',
  isNamedBy: (message) => namesPolicyType(message, 'VPC endpoint policy'),
  settle: () =>
    'Say which VPC endpoint the call came through (CloudTrail’s event shows it as `vpcEndpointId`), and let s3denied’s role call `ec2:DescribeVpcEndpoints` in the endpoint’s account.',
  evaluate: (question, world) => {
    const { vpcEndpoint } = world.evidence
    if (question.of === 'kms' || question.level === 'account') return null
    if (vpcEndpoint.kind !== 'known') {
      // Whoever said that the call came through no endpoint has settled it.
      if (question.context('aws:sourcevpce').kind === 'absent') return null
      return verdict({
        ...outcomeVerdict(unreadPolicies(describeMissing(vpcEndpoint)), question, 'The VPC endpoint policy'),
        nextStep: askOwner,
      })
    }
    // An endpoint without a policy of its own has the default one, which allows everything.
    if (vpcEndpoint.value === null || vpcEndpoint.value.policy === null) return null
    const outcome = narrowPrincipals(askPolicies(known([vpcEndpoint.value.policy]), question, world), world)
    return verdict({
      ...outcomeVerdict(outcome, question, `The policy of VPC endpoint \`${vpcEndpoint.value.id}\``),
      nextStep: () => mend(question, world, outcome),
    })
  },
})

const outcomeVerdict = (outcome: PolicyOutcome, question: Question, subject: string) => ({
  ...policyVerdict(outcome, question, subject),
  allows: outcome.allows,
})

/** An account id as principal of an endpoint policy means its root user alone. */
function narrowPrincipals(outcome: PolicyOutcome, { caller }: World): PolicyOutcome {
  if (caller.kind === 'root') return outcome
  const named = ({ reach }: StatementMatch): Truth => or(reach.self, reach.role)
  const denying = outcome.denying.filter((match) => named(match) === 'yes')
  const openDeny = outcome.open.some((match) => match.statement.effect === 'Deny' && named(match) !== 'no')
  return {
    ...outcome,
    denying,
    denies:
      denying.length > 0
        ? 'yes'
        : outcome.denies === 'maybe' && (openDeny || outcome.open.length === 0)
          ? 'maybe'
          : 'no',
    allows: or(outcome.reach.self, outcome.reach.role),
  }
}

const askOwner = (): Proposal =>
  advice({
    owner: 'owner of the VPC endpoint',
    text: 'Show the endpoint’s policy, and say whether it allows this request.',
  })

function mend(question: Question, { caller, evidence }: World, outcome: PolicyOutcome): Proposal {
  const endpoint = evidence.vpcEndpoint.kind === 'known' ? evidence.vpcEndpoint.value : null
  if (endpoint === null || endpoint.policy === null) return askOwner()
  const edit =
    outcome.denying.length > 0
      ? exceptCaller(endpoint.policy, outcome.denying, caller)
      : addStatement(endpoint.policy, endpoint.policy.name, {
          ...allowStatement(question),
          Principal: '*',
          ...onlyFor(caller.arn, caller.account),
        })
  if (edit === null) return askOwner()
  return advice({
    owner: 'owner of the VPC endpoint',
    text: `${outcome.denying.length > 0 ? 'If this access is meant, except this principal from the denying statement in' : 'Add this statement to'} the policy of \`${endpoint.id}\`; a change takes a few minutes to apply.`,
    commands: [
      shell`aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${endpoint.id} --policy-document file://policy.json`,
    ],
    change: edit.change,
    confidence: 'exact',
    apply: (before) => ({ ...before, vpcEndpoint: known({ ...endpoint, policy: edit.source }) }),
  })
}

/** Gateway endpoints take only `*` as Principal, so the caller stands in a condition. */
const onlyFor = (arn: string, account: string | null): object =>
  account === null ? {} : { Condition: { ArnEquals: { 'aws:PrincipalArn': arn } } }
