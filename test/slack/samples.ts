import type { Outcome } from '../../src/diagnose.ts'
import type { Blocker, Diagnosis } from '../../src/diagnosis.ts'
import type { BucketSide, Evidence, PolicySource } from '../../src/evidence.ts'
import { known, unreadable } from '../../src/fact.ts'

/** Diagnoses as the engine gives them, made by hand, so that the wording is tested by itself. */

export type Diagnosed = Extract<Outcome, { kind: 'diagnosis' }>

const etlRunner = 'arn:aws:sts::111122223333:assumed-role/etl-runner/i-0abc'
const report = 'arn:aws:s3:::acme-reports/2026/q3.csv'

const denyOutsideVpce = {
  Sid: 'DenyOutsideVpce',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::acme-reports', 'arn:aws:s3:::acme-reports/*'],
  Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } },
}

const excepted = {
  ...denyOutsideVpce,
  Condition: {
    ...denyOutsideVpce.Condition,
    ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/etl-runner' },
  },
}

const policyOf = (statements: readonly unknown[]) => ({ Version: '2012-10-17', Statement: statements })

export const bucketPolicyBlocker: Blocker = {
  layer: 'bucket-policy',
  title: 'Bucket policy',
  decision: 'explicitDeny',
  decidedBy: [{ policy: 'acme-reports bucket policy', sid: 'DenyOutsideVpce', index: 1 }],
  explanation:
    'the statement denies every caller that does not come through `vpce-0a1b2c3d`; this call came from `203.0.113.9`.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html',
  action: 's3:GetObject',
  resource: report,
}

export const kmsBlocker: Blocker = {
  layer: 'kms-key',
  title: 'KMS key',
  decision: 'implicitDeny',
  decidedBy: [],
  explanation: '`kms:Decrypt` is not allowed to this role by the key `1234abcd-12ab-34cd-56ef-1234567890ab`.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
  action: 'kms:Decrypt',
  resource: 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab',
}

export const provenDeny: Diagnosis = {
  request: { principal: etlRunner, action: 's3:GetObject', resource: report, operation: 'GetObject' },
  decision: 'explicitDeny',
  likely: { layer: 'bucket-policy', certainty: 'proven' },
  cause: 'explicit-deny',
  headline: 'Denied by the bucket policy of `acme-reports`, statement `DenyOutsideVpce`',
  explanation: bucketPolicyBlocker.explanation,
  blockedBy: [bucketPolicyBlocker],
  openQuestions: [],
  layers: [
    { layer: 'service-control-policy', title: 'Service control policies', decision: 'undetermined' },
    { layer: 'bucket-policy', title: 'Bucket policy', decision: 'explicitDeny' },
    { layer: 'identity-policy', title: 'Identity policies', decision: 'allowed' },
  ],
  nextStep: {
    owner: 'bucket owner (444455556666)',
    text: 'except this role from the statement `DenyOutsideVpce`.',
    commands: ['aws s3api put-bucket-policy --bucket acme-reports --policy file://policy.json'],
    change: {
      policy: 'acme-reports bucket policy',
      before: policyOf([denyOutsideVpce]),
      after: policyOf([excepted]),
      excerpt: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/etl-runner' } },
    },
    confidence: 'exact',
  },
  afterFix: 'allowed',
  stillBlockedBy: [],
  notes: [],
  unread: [{ fact: 'service control policies', why: 'organizations:ListPoliciesForTarget refused (AccessDenied)' }],
  changed: null,
  notAuthorization: null,
}

export const twoBlockers: Diagnosis = {
  ...provenDeny,
  request: { ...provenDeny.request, expectedPrincipal: 'arn:aws:iam::111122223333:role/reporter' },
  blockedBy: [bucketPolicyBlocker, kmsBlocker],
  afterFix: 'implicitDeny',
  stillBlockedBy: ['kms-key'],
  notes: [
    { kind: 'changed', text: 'the statement was added on 2026-11-24 at 17:02 UTC by `anna` (`PutBucketPolicy`).' },
    { kind: 'symptom', text: 'it used to work: the change above is why.' },
    { kind: 'message-disagrees', text: 'AWS’s message names an identity-based policy; that one allows now.' },
  ],
}

const openQuestions = [
  {
    layer: 'service-control-policy',
    title: 'Service control policies',
    missing: ['organizations:ListPoliciesForTarget refused (AccessDenied)'],
    settle: 'set `S3DENIED_ORGANIZATION_ROLE_ARN` to a role that may read them.',
  },
  {
    layer: 'session-policy',
    title: 'Session policy',
    missing: ['no API shows the policy of a session'],
    settle: 'look at the `AssumeRole` call in CloudTrail.',
  },
]

export const likelyDeny: Diagnosis = {
  ...provenDeny,
  decision: 'undetermined',
  likely: { layer: 'service-control-policy', certainty: 'likely' },
  cause: 'explicit-deny',
  headline: 'Denied by a service control policy, as AWS’s message says',
  explanation: 'AWS’s message names a service control policy, and those could not be read.',
  blockedBy: [],
  openQuestions,
  nextStep: {
    owner: 'organization administrators (999988887777)',
    text: 'send them the principal, the action and the resource above.',
    commands: ['aws organizations list-policies-for-target --target-id 111122223333 --filter SERVICE_CONTROL_POLICY'],
    change: null,
    confidence: 'has-placeholders',
  },
  afterFix: null,
}

export const undetermined: Diagnosis = {
  ...likelyDeny,
  likely: null,
  cause: null,
  headline: 'Could not tell which layer denied: the bucket policy of `acme-reports` could not be read',
  explanation: '',
  nextStep: null,
}

export const nothingDenies: Diagnosis = {
  ...undetermined,
  decision: 'allowed',
  headline: 'Nothing that could be read denies this request',
  openQuestions: [],
  unread: [],
}

/** As large as what AWS takes: a policy of 20 KB, long keys, many layers. */
export const huge: Diagnosis = {
  ...twoBlockers,
  request: { ...twoBlockers.request, resource: `arn:aws:s3:::acme-reports/${'k'.repeat(1024)}` },
  headline: `${twoBlockers.headline} ${'h'.repeat(2_000)}`,
  explanation: 'e'.repeat(5_000),
  blockedBy: Array.from({ length: 12 }, (_, index) => ({
    ...kmsBlocker,
    layer: `layer-${index}`,
    explanation: 'x'.repeat(900),
  })),
  notes: Array.from({ length: 12 }, () => ({ kind: 'limit' as const, text: 'n'.repeat(900) })),
  openQuestions: Array.from({ length: 12 }, () => ({
    layer: 'x',
    title: 't',
    missing: ['m'.repeat(400)],
    settle: 's'.repeat(400),
  })),
  unread: Array.from({ length: 40 }, () => ({ fact: 'f'.repeat(60), why: 'w'.repeat(60) })),
  nextStep: {
    owner: 'bucket owner (444455556666)',
    text: 't'.repeat(3_000),
    commands: Array.from({ length: 9 }, () => `aws ${'c'.repeat(500)}`),
    change: {
      policy: 'acme-reports bucket policy',
      before: policyOf([denyOutsideVpce]),
      after: policyOf(Array.from({ length: 60 }, () => excepted)),
      excerpt: Array.from({ length: 30 }, () => excepted),
    },
    confidence: 'maybe',
  },
}

/** Text from a person or from AWS that tries to ping, to link and to format. */
export const hostileText =
  '<!channel> <@U0JDOE0001> <https://evil.example|sign in> *b* _i_ ~s~ `c` ``` @here :x: & &lt;'

export const hostile: Diagnosis = {
  ...twoBlockers,
  request: {
    principal: `arn:aws:iam::111122223333:role/${hostileText}`,
    expectedPrincipal: hostileText,
    action: 's3:GetObject',
    resource: `arn:aws:s3:::acme-reports/${hostileText}`,
  },
  headline: `Denied by the bucket policy, statement \`${hostileText}\``,
  explanation: hostileText,
  blockedBy: [
    {
      ...bucketPolicyBlocker,
      explanation: hostileText,
      decidedBy: [{ policy: hostileText, sid: hostileText, index: 1 }],
    },
  ],
  notes: [{ kind: 'caller', text: hostileText }],
  unread: [{ fact: hostileText, why: hostileText }],
  nextStep: {
    owner: hostileText,
    text: hostileText,
    commands: [`aws s3 ls ${hostileText}`],
    change: { policy: hostileText, before: {}, after: { Statement: [{ Sid: hostileText }] }, excerpt: hostileText },
    confidence: 'exact',
  },
}

const bucketPolicy: PolicySource = { name: 'acme-reports bucket policy', document: known(policyOf([denyOutsideVpce])) }

const notRead = unreadable('s3:GetObject', 'AccessDenied')

const side: BucketSide = {
  bucketAccount: known('444455556666'),
  bucketExists: known(true),
  bucketRegion: known('eu-west-1'),
  bucketPolicy: known(bucketPolicy),
  bucketPublicAccessBlock: known(null),
  accountPublicAccessBlock: known(null),
  objectOwnership: known('BucketOwnerEnforced'),
  bucketAcl: known([]),
  bucketEncryption: known({ sseAlgorithm: 'AES256', bucketKeyEnabled: false, blockedEncryptionTypes: [] }),
  requestPayer: known('BucketOwner'),
  object: notRead,
  kmsKey: known(null),
  resourceControlPolicies: known([[]]),
}

export const evidence: Evidence = {
  principalAccount: '111122223333',
  organization: known(null),
  principalDetails: notRead,
  identityPolicies: known([]),
  permissionsBoundary: known(null),
  sessionPolicies: known([]),
  serviceControlPolicies: notRead,
  vpcEndpoint: known(null),
  vpcEndpointGiven: false,
  accessPoint: known(null),
  target: side,
  source: side,
  recentChanges: known([]),
}

export const diagnosed = (diagnosis: Diagnosis): Diagnosed => ({
  kind: 'diagnosis',
  diagnosis,
  request: {
    principal: diagnosis.request.principal,
    bucket: 'acme-reports',
    key: '2026/q3.csv',
    operation: 'GetObject',
  },
  evidence,
  readAs: ['arn:aws:iam::444455556666:role/s3denied-readonly'],
  assumptions: ['read as `GetObject`, since no operation was said'],
})
