import { parseArn } from '../arn.ts'
import { describeMissing, type Fact, known } from '../fact.ts'
import { defineLayer, type Proposal, type Question, verdict, type World } from '../layer.ts'
import { exceptCaller } from '../mend/except-caller.ts'
import { allowPrincipal } from '../mend/grant.ts'
import { addStatement } from '../mend/policies.ts'
import { mendRequest } from '../mend/request.ts'
import { type PolicyOutcome, unreadPolicies } from '../policy/evaluate.ts'
import { type Truth, truthOf } from '../policy/truth.ts'
import { advice, askPolicies, asList, policyVerdict } from '../policy-layer.ts'
import { namesPolicyType } from '../refusal/refusal-message.ts'
import { shell } from '../wording/shell.ts'

/**
 * A request through an access point is asked of the access point and of the bucket behind it; both must let it pass. One
 * with VPC origin answers requests from its VPC alone.
 */
export const accessPointPolicy = defineLayer({
  name: 'access-point-policy',
  title: 'Access point policy',
  label: ({ accessPoint }) => `the policy of access point \`${accessPoint?.split('/').at(-1) ?? ''}\``,
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html',
  part: 'guard',
  isNamedBy: (message) =>
    namesPolicyType(message, 'resource-based policy') && (message.resource?.includes(':accesspoint/') ?? false),
  settle: () =>
    'Let s3denied’s role call `s3:GetAccessPoint` and `s3:GetAccessPointPolicy` in the access point’s account.',
  evaluate: (question, world) => {
    if (question.of !== 'access-point') return null
    const { accessPoint } = world.evidence
    if (accessPoint.kind !== 'known' || accessPoint.value === null) {
      const why = accessPoint.kind === 'known' ? 'the access point was not read' : describeMissing(accessPoint)
      const outcome = unreadPolicies(why)
      return verdict({
        ...policyVerdict(outcome, question, 'The access point policy'),
        allows: 'maybe',
        grant: outcome.reach,
        answers: 'yes',
        nextStep: () => mend(question, world, outcome),
      })
    }
    const { policy, vpcId } = accessPoint.value
    const outcome = askPolicies(asList(known(policy)), question, world)
    const fromVpc = isFromVpc(vpcId, question)
    const shared = policyVerdict(outcome, question, 'The access point policy')
    const outside = fromVpc === 'no' && outcome.denying.length === 0
    return verdict({
      ...shared,
      allows: fromVpc,
      grant: outcome.reach,
      answers: 'yes',
      missing: fromVpc === 'maybe' ? [...shared.missing, 'aws:SourceVpc'] : shared.missing,
      explain: () =>
        outside && vpcId.kind === 'known'
          ? `The access point takes requests from \`${vpcId.value}\` only, and this one came from elsewhere.`
          : shared.explain(),
      nextStep: () => (outside ? callFromVpc(vpcId, world) : mend(question, world, outcome)),
    })
  },
})

function isFromVpc(vpcId: Fact<string | null>, { context }: Question): Truth {
  if (vpcId.kind !== 'known') return 'maybe'
  if (vpcId.value === null) return 'yes'
  const source = context('aws:sourcevpc')
  if (source.kind === 'values') return truthOf(source.values.includes(vpcId.value))
  return source.kind === 'absent' ? 'no' : 'maybe'
}

const ownerOf = (arn: string | undefined): string =>
  `access point owner (${(arn && parseArn(arn)?.account) || 'account not known'})`

function callFromVpc(vpcId: Fact<string | null>, { request }: World): Proposal {
  const vpc = vpcId.kind === 'known' ? vpcId.value : null
  return advice({
    owner: 'whoever makes the request',
    text: `Make the request from ${vpc === null ? 'the access point’s VPC' : `\`${vpc}\``} through its S3 endpoint, or use an access point with internet origin; the origin cannot be changed.`,
    confidence: 'maybe',
    ...(vpc === null ? {} : { request: { ...request, context: { ...request.context, 'aws:SourceVpc': vpc } } }),
  })
}

function mend(question: Question, world: World, outcome: PolicyOutcome): Proposal {
  const byRequest = mendRequest(outcome.denying, question, world)
  if (byRequest !== null) return byRequest
  const owner = ownerOf(world.request.accessPoint)
  const { accessPoint } = world.evidence
  const point = accessPoint.kind === 'known' ? accessPoint.value : null
  const statement = allowPrincipal(question, world.caller)
  const edit =
    point === null || statement === null
      ? null
      : outcome.denying.length > 0 && point.policy !== null
        ? exceptCaller(point.policy, outcome.denying, world.caller)
        : addStatement(point.policy, 'access point policy', statement)
  if (point === null || edit === null)
    return advice({ owner, text: 'Say whether the access point’s policy lets this principal through.' })
  const name = parseArn(point.arn)?.resource.replace('accesspoint/', '') ?? ''
  return advice({
    owner,
    text: `${outcome.denying.length > 0 ? 'If this access is meant, except this principal from the denying statement in' : 'Add this statement to'} the access point’s policy.`,
    commands: [
      shell`aws s3control put-access-point-policy --account-id ${parseArn(point.arn)?.account ?? ''} --name ${name} --policy file://policy.json`,
    ],
    change: edit.change,
    confidence: 'exact',
    apply: (evidence) => ({ ...evidence, accessPoint: known({ ...point, policy: edit.source }) }),
  })
}
