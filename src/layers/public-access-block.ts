import { describeMissing, type Fact, known } from '../fact.ts'
import { aclsCount, isPublicGrantIgnored, switchedOn } from '../grants/acl.ts'
import { isStatementPublic } from '../grants/public-policy.ts'
import { defineLayer, type Proposal, type Question, verdict, type World } from '../layer.ts'
import { changeSide, replaceStatement } from '../mend/policies.ts'
import type { Policy, Statement } from '../policy/policy.ts'
import { and, or, type Truth, truthOf } from '../policy/truth.ts'
import { advice, nameAccount } from '../policy-layer.ts'
import { isAboutKms, namesPolicyType } from '../refusal/refusal-message.ts'
import { shell } from '../wording/shell.ts'
import { code, listOf } from '../wording/statements.ts'

/**
 * Four switches on bucket, account and access point, of which the strictest counts. AWS reports RestrictPublicBuckets as
 * an explicit deny in a resource-based policy.
 */
export const publicAccessBlock = defineLayer({
  name: 'public-access-block',
  title: 'Block Public Access',
  label: ({ bucket }) => `Block Public Access on \`${bucket}\``,
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  part: 'guard',
  cause: 'bucket-level-control',
  isNamedBy: (message) =>
    message.reason?.kind === 'setting' ||
    (message.reason?.kind === 'explicit' && namesPolicyType(message, 'resource-based policy') && !isAboutKms(message)),
  settle: (missing) =>
    missing.length > 0 && missing.every((one) => one.startsWith('s3:GetBucketPolicy '))
      ? 'Let s3denied’s role call `s3:GetBucketPolicy` in the bucket’s account: a public policy would be blocked.'
      : 'Let s3denied’s role call `s3:GetBucketPublicAccessBlock`, `s3:GetAccountPublicAccessBlock` and `s3:GetBucketPolicyStatus` in the bucket’s account.',
  evaluate: (question, world) => {
    if (question.of !== 'bucket' || question.level === 'account') return null
    const restricts = restriction(question, world)
    const refusesAcl = refusedAcl(question, world)
    const ignored = isPublicGrantIgnored(question, world)
    const denies = or(restricts.denies, refusesAcl)
    if (denies === 'no' && ignored === 'no') return null
    return verdict({
      denies,
      answers: ignored,
      missing: denies === 'maybe' || ignored === 'maybe' ? missingOf(question, world) : [],
      explain: () => explain(question, world, refusesAcl, restricts.denies),
      nextStep: () =>
        refusesAcl === 'yes'
          ? privateAcl(world)
          : restricts.denies === 'yes'
            ? pinPublicStatements(question, world, restricts.publicStatements)
            : grantByPolicy(question),
    })
  },
})

/** RestrictPublicBuckets binds everybody but service principals and the bucket's own account. */
function restriction(question: Question, world: World): { denies: Truth; publicStatements: readonly Statement[] } {
  const { caller } = world
  const { bucketAccount } = question.side
  if (caller.kind === 'service') return { denies: 'no', publicStatements: [] }
  const outside: Truth = bucketAccount.kind === 'known' ? truthOf(bucketAccount.value !== caller.account) : 'maybe'
  const found = publicPolicy(question, world)
  const on = switchedOn('RestrictPublicBuckets', question, world)
  return { denies: and(outside, and(on, found.isPublic)), publicStatements: found.statements }
}

/** Whether the stored bucket policy, or the access point's, counts as public. */
function publicPolicy({ side }: Question, world: World): { isPublic: Truth; statements: readonly Statement[] } {
  const { bucketPolicy: fact } = side
  const compiled: Fact<Policy | null> =
    fact.kind !== 'known' ? fact : fact.value === null ? known(null) : world.policyOf(fact.value)
  const read = compiled.kind === 'known' ? (compiled.value?.statements ?? []) : []
  const statements = read.filter((one) => isStatementPublic(one, 'bucket'))
  const ofBucket: Truth = compiled.kind === 'known' ? truthOf(statements.length > 0) : 'maybe'
  return { isPublic: or(ofBucket, isPointPublic(world)), statements }
}

/** An access point with VPC origin is never public, whatever its policy says. */
function isPointPublic({ evidence, request, policyOf }: World): Truth {
  if (request.accessPoint === undefined) return 'no'
  const { accessPoint } = evidence
  if (accessPoint.kind !== 'known' || accessPoint.value === null) return 'maybe'
  const { policy, vpcId } = accessPoint.value
  if (policy === null) return 'no'
  const compiled = policyOf(policy)
  const found: Truth =
    compiled.kind === 'known'
      ? truthOf(compiled.value.statements.some((one) => isStatementPublic(one, 'access-point')))
      : 'maybe'
  return and(found, vpcId.kind === 'known' ? truthOf(vpcId.value === null) : 'maybe')
}

const publicAcls = new Set(['public-read', 'public-read-write', 'authenticated-read'])

/** BlockPublicAcls refuses the request that asks for a public ACL, whatever else allows it. */
function refusedAcl(question: Question, world: World): Truth {
  const { acl } = world.request.parameters ?? {}
  if (
    acl === undefined ||
    !publicAcls.has(acl) ||
    !/^s3:(PutObject|PutObjectAcl|PutObjectVersionAcl|PutBucketAcl)$/.test(question.action)
  ) {
    return 'no'
  }
  return switchedOn('BlockPublicAcls', question, world)
}

function missingOf({ side }: Question, { evidence, request }: World): string[] {
  const { accessPoint } = evidence
  const point = accessPoint.kind === 'known' ? accessPoint.value : null
  const policies = [side.bucketPolicy.kind === 'known' ? side.bucketPolicy.value : null, point?.policy ?? null]
  const facts: Fact<unknown>[] = [
    side.bucketPublicAccessBlock,
    side.accountPublicAccessBlock,
    side.bucketPolicy,
    ...policies.flatMap((policy) => (policy === null ? [] : [policy.document])),
    side.bucketAccount,
    ...(request.accessPoint === undefined ? [] : [accessPoint]),
    ...(point === null ? [] : [point.publicAccessBlock, point.vpcId]),
  ]
  return [...new Set(facts.filter((fact) => fact.kind !== 'known').map(describeMissing))]
}

function explain(question: Question, world: World, refusesAcl: Truth, restricts: Truth): string {
  const bucket = code(question.bucket)
  if (refusesAcl === 'yes') {
    return `\`BlockPublicAcls\` is on for ${bucket}, and the request asks for the public ACL ${code(world.request.parameters?.acl ?? '')}.`
  }
  if (restricts === 'yes') {
    const names = publicPolicy(question, world).statements.map(({ sid, index }) =>
      sid === undefined ? `statement ${index}` : code(sid),
    )
    const by = names.length === 0 ? '' : ` (by ${listOf(names)})`
    return `The policy of ${bucket} counts as public${by}, and \`RestrictPublicBuckets\` then keeps out everybody but AWS services and the bucket’s own account, also those whom another statement names.`
  }
  return `Only a public grant in an ACL of ${bucket} lets the caller in, and \`IgnorePublicAcls\` makes such grants void.`
}

function privateAcl({ request }: World): Proposal {
  const { acl: _, ...parameters } = request.parameters ?? {}
  return advice({
    owner: 'whoever makes the request',
    text: 'Upload without the public ACL; share the object by the bucket policy or a presigned URL instead. The switch stays on.',
    confidence: 'exact',
    request: { ...request, parameters },
  })
}

/** The switch stays on: the public statements are pinned to who needs them, so that the policy is public no more. */
function pinPublicStatements(question: Question, { caller }: World, statements: readonly Statement[]): Proposal {
  const owner = `bucket owner (${nameAccount(question.side.bucketAccount)})`
  const { bucketPolicy: fact } = question.side
  const source = fact.kind === 'known' ? fact.value : null
  if (caller.account === null || source === null || statements.length === 0) {
    return advice({
      owner,
      text: 'Sign the request as a principal that a non-public statement names, or serve the objects through CloudFront with origin access control; the switch stays on.',
      commands: [shell`aws s3api get-bucket-policy-status --bucket ${question.bucket}`],
    })
  }
  const edited = statements.reduce(
    (edit, statement) =>
      replaceStatement(edit.source, statement.index, { ...statement.raw, Principal: { AWS: caller.arn } }),
    {
      source,
      change: { policy: source.name, before: null, after: null, excerpt: null } as ReturnType<
        typeof replaceStatement
      >['change'],
    },
  )
  const change = {
    ...edited.change,
    before: source.document.kind === 'known' ? source.document.value : null,
    excerpt: statements.map((statement) => ({ ...statement.raw, Principal: { AWS: caller.arn } })),
  }
  return advice({
    owner,
    text: 'Name in the public statements only the principals that need them; the policy is then no longer public and the switch stays on.',
    commands: [
      shell`aws s3api get-bucket-policy-status --bucket ${question.bucket}`,
      shell`aws s3api put-bucket-policy --bucket ${question.bucket} --policy file://policy.json`,
    ],
    change,
    confidence: 'maybe',
    apply: (evidence) =>
      changeSide(evidence, question.side, (side) => ({ ...side, bucketPolicy: known(edited.source) })),
  })
}

const grantByPolicy = (question: Question): Proposal =>
  advice({
    owner: `bucket owner (${nameAccount(question.side.bucketAccount)})`,
    text:
      aclsCount(question) === 'yes'
        ? 'Grant the principals that need it by the bucket policy in place of the public ACL; the switch stays on.'
        : 'Grant by the bucket policy; ACLs are void here.',
    commands: [shell`aws s3api get-public-access-block --bucket ${question.bucket}`],
  })
