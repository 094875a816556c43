import type { PlainRequest } from './request.ts'

// A global is slow to look up inside jest's sandbox, and these are asked millions of times.
const { floor, imul } = Math

/** A row of numbers in [0, 1) that a seed settles (mulberry32). */
export function startRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export type Random = () => number

export const pick = <T>(random: Random, list: readonly [T, ...T[]]): T => list[floor(random() * list.length)] ?? list[0]

const chance = (random: Random, share: number): boolean => random() < share

/** One to three of a list, sometimes bare instead of in brackets. */
function some<T>(random: Random, list: readonly [T, ...T[]]): T | T[] {
  const length = pick(random, [1, 1, 1, 2, 2, 3])
  const found = Array.from({ length }, () => pick(random, list))
  const [first] = found
  return first !== undefined && length === 1 && chance(random, 0.5) ? first : found
}

const actions = ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:GetObjectVersion', 'kms:Decrypt'] as const
const actionPatterns = [
  ...actions,
  's3:*',
  '*',
  's3:Get*',
  'S3:getobject',
  's3:*Object*',
  's3:?etObject',
  'kms:*',
  's3:GetObject?',
  's3:P*t*',
] as const

const resources = [
  'arn:aws:s3:::acme-reports',
  'arn:aws:s3:::acme-reports/2026/q3.csv',
  'arn:aws:s3:::acme-reports/home/mira/a:b?c*d',
  'arn:aws:s3:::acme-reports-old/2026/q3.csv',
  'arn:aws:s3:::acme-reports/data/red/x/y/z',
  'arn:aws:s3:us-east-1:111122223333:accesspoint/reports/object/2026/q3.csv',
] as const
const resourcePatterns = [
  ...resources,
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::acme-reports*',
  'arn:aws:s3:::acme-reports/*',
  'arn:aws:s3:::ACME-reports/*',
  'arn:aws:s3:::acme-reports/*/q?.csv',
  `arn:aws:s3:::acme-reports/home/\${aws:username}/*`,
  `arn:aws:s3:::acme-reports/data/\${aws:PrincipalTag/team, 'red'}/*`,
  `arn:aws:s3:::acme-reports/data/\${AWS:principaltag/TEAM}/*`,
  `arn:aws:s3:::acme-reports/home/mira/a:b\${?}c\${*}d`,
  'arn:aws:s3:::*/2026/*',
  'arn:aws:s3:us-east-1:*:accesspoint/*',
  'arn:aws:s3:*:111122223333:accesspoint/reports/object/*',
  'arn:aws:s3',
  'arn:aws-cn:s3:::acme-reports/*',
  'arn:aws:s3:::acme-reports/*/*/*',
  'arn:aws:s3:us-*-1:111122223333:accesspoint/*',
  'arn:*:s3:::acme-reports',
] as const

const callers = [
  'arn:aws:iam::111122223333:user/mira',
  'arn:aws:iam::111122223333:user/staff/mira',
  'arn:aws:iam::111122223333:root',
  'arn:aws:sts::111122223333:assumed-role/etl-runner/i-0abc',
  'arn:aws:sts::444455556666:assumed-role/etl-runner/nightly',
  'arn:aws:sts::111122223333:federated-user/bob',
  'anonymous',
  'logging.s3.amazonaws.com',
] as const
const awsNames = [
  '*',
  '111122223333',
  '444455556666',
  'arn:aws:iam::111122223333:root',
  'arn:aws:iam::444455556666:root',
  'arn:aws-cn:iam::111122223333:root',
  'arn:aws:iam::111122223333:user/mira',
  'arn:aws:iam::111122223333:user/Mira',
  'arn:aws:iam::111122223333:user/staff/mira',
  'arn:aws:iam::111122223333:role/etl-runner',
  'arn:aws:iam::111122223333:role/jobs/etl-runner',
  'arn:aws:iam::444455556666:role/etl-runner',
  'arn:aws:sts::111122223333:assumed-role/etl-runner/i-0abc',
  'arn:aws:sts::444455556666:assumed-role/etl-runner/nightly',
  'arn:aws:sts::111122223333:federated-user/bob',
  'AROADBQP57FF2AEXAMPLE',
] as const
const services = ['logging.s3.amazonaws.com', 'cloudtrail.amazonaws.com'] as const

/** A kind of key: what is sent, what a policy asks for, and the operators that fit. */
interface Key {
  readonly names: readonly [string, ...string[]]
  readonly sent: readonly [string, ...string[]]
  readonly wanted: readonly [string | number | boolean, ...(string | number | boolean)[]]
  readonly operators: readonly [string, ...string[]]
  readonly many?: boolean
}

const strings = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
] as const
const arns = ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'] as const
const compared = (kind: string): [string, ...string[]] => [
  `${kind}Equals`,
  `${kind}NotEquals`,
  `${kind}LessThan`,
  `${kind}LessThanEquals`,
  `${kind}GreaterThan`,
  `${kind}GreaterThanEquals`,
]
const words = [
  'red',
  'RED',
  'blue',
  're*',
  '?ed',
  `\${aws:PrincipalTag/team}`,
  `\${aws:username, 'blue'}`,
  `r\${*}d`,
] as const

const keys: readonly [Key, ...Key[]] = [
  {
    names: ['aws:username', 'AWS:UserName'],
    sent: ['mira', 'Mira', 'bob'],
    wanted: ['mira', 'MIRA', 'm*', 'b?b'],
    operators: strings,
  },
  {
    names: ['aws:PrincipalTag/team', 'aws:principaltag/Team'],
    sent: ['red', 'RED', 'blue', 'r*d'],
    wanted: words,
    operators: strings,
  },
  {
    names: ['s3:prefix'],
    sent: ['', 'home/', 'home/mira/', 'red'],
    wanted: ['', 'home/*', `home/\${aws:username}/`, 'red'],
    operators: strings,
  },
  { names: ['s3:ExistingObjectTag/team'], sent: ['red', 'blue'], wanted: words, operators: strings },
  {
    names: ['aws:TagKeys', 'aws:tagkeys'],
    sent: ['red', 'blue', 'RED'],
    wanted: words,
    operators: strings,
    many: true,
  },
  {
    names: ['example:Arns'],
    sent: ['arn:aws:sns:us-east-1:111122223333:topic', 'arn:aws:sns:eu-west-1:444455556666:other'],
    wanted: ['arn:aws:sns:*:111122223333:*', 'arn:aws:sns:eu-west-1:444455556666:o?her'],
    operators: arns,
    many: true,
  },
  {
    names: ['aws:PrincipalArn', 'aws:SourceArn'],
    sent: [
      'arn:aws:iam::111122223333:role/jobs/etl-runner',
      'arn:aws:iam::111122223333:user/mira',
      'arn:aws:sqs:us-east-1:111122223333:q:1',
    ],
    wanted: [
      'arn:aws:iam::111122223333:role/*',
      `arn:aws:iam::*:user/\${aws:username}`,
      'arn:*:iam::1111*:role/jobs/etl-?unner',
      'arn:aws:IAM::111122223333:user/mira',
      'arn:aws:sqs:*:*:q*',
      'arn:aws:*:111122223333:user/mira:x',
    ],
    operators: arns,
  },
  {
    names: ['s3:max-keys'],
    sent: ['5', '10', '10.0', '100'],
    wanted: ['10', 10, '99.5', 5],
    operators: compared('Numeric'),
  },
  {
    names: ['aws:CurrentTime', 'aws:TokenIssueTime'],
    sent: ['2026-03-01T12:00:00Z', '2026-03-01T13:00:00+01:00', '1772366400', '2025-01-01T00:00:00.5Z'],
    wanted: ['2026-03-01T12:00:00Z', '2026-03-01', '1772366400', 1735689600, '2026-03-01T12:00Z'],
    operators: compared('Date'),
  },
  {
    names: ['aws:SecureTransport'],
    sent: ['true', 'false'],
    wanted: ['true', 'false', true, false],
    operators: ['Bool'],
  },
  { names: ['example:Flags'], sent: ['true', 'false'], wanted: ['true', false], operators: ['Bool'], many: true },
  { names: ['example:Blob'], sent: ['QUJD', 'QUJE'], wanted: ['QUJD', 'QUI='], operators: ['BinaryEquals'] },
  {
    names: ['aws:SourceIp', 'aws:VpcSourceIp'],
    sent: ['203.0.113.9', '10.0.0.1', '2001:db8:1234:5678::9', '::ffff'],
    wanted: [
      '203.0.113.0/24',
      '203.0.113.9',
      '203.0.113.8/31',
      '2001:DB8:1234:5678::/64',
      '0.0.0.0/0',
      '::/0',
      '10.0.0.0/8',
    ],
    operators: ['IpAddress', 'NotIpAddress'],
  },
]

/** The keys that a generated policy may ask about, in lower case: what a request may leave unsaid. */
export const keyNames: readonly string[] = [
  ...new Set(keys.flatMap(({ names }) => names.map((name) => name.toLowerCase()))),
]

/** What a key may be, were it sent: for completing what is unknown. */
export const sendable = (name: string): readonly (readonly string[])[] =>
  keys
    .filter(({ names }) => names.some((one) => one.toLowerCase() === name))
    .flatMap(({ sent, many }) => [...sent.map((value) => [value]), ...(many === true ? [[...sent]] : [])])

function makeCondition(random: Random): Record<string, Record<string, unknown>> {
  const condition: Record<string, Record<string, unknown>> = {}
  for (let left = pick(random, [1, 1, 2]); left > 0; left--) {
    const key = pick(random, keys)
    const name = pick(random, key.names)
    const plain = pick(random, key.operators)
    const quantified = key.many === true || chance(random, 0.1)
    const quantifier = quantified ? pick(random, ['ForAllValues:', 'ForAnyValue:']) : ''
    const operator = chance(random, 0.1) ? 'Null' : `${quantifier}${plain}${chance(random, 0.25) ? 'IfExists' : ''}`
    const wanted = operator === 'Null' ? some(random, ['true', 'false', true, false]) : some(random, key.wanted)
    condition[operator] = { ...condition[operator], [name]: wanted }
  }
  return condition
}

function makePrincipal(random: Random): unknown {
  if (chance(random, 0.35)) return '*'
  if (chance(random, 0.1)) return { Service: some(random, services) }
  if (chance(random, 0.1)) return { AWS: some(random, awsNames), Service: some(random, services) }
  return { AWS: some(random, awsNames) }
}

/** Half of them generous, so that the rest of a statement gets to decide. */
function makeActions(random: Random): Record<string, unknown> {
  if (chance(random, 0.5)) return { Action: '*' }
  return { [chance(random, 0.25) ? 'NotAction' : 'Action']: some(random, actionPatterns) }
}

function makeResources(random: Random): Record<string, unknown> {
  if (chance(random, 0.5)) return { Resource: '*' }
  return { [chance(random, 0.25) ? 'NotResource' : 'Resource']: some(random, resourcePatterns) }
}

export function makeStatement(random: Random, resourceBased: boolean): Record<string, unknown> {
  const effect = chance(random, 0.35) ? 'Deny' : 'Allow'
  const principal = effect === 'Deny' && chance(random, 0.25) ? 'NotPrincipal' : 'Principal'
  return {
    ...(chance(random, 0.3) ? { Sid: pick(random, ['', 'ReadOnly', 'Statement1']) } : {}),
    Effect: effect,
    ...(resourceBased ? { [principal]: makePrincipal(random) } : {}),
    ...makeActions(random),
    ...makeResources(random),
    ...(chance(random, 0.6) ? { Condition: makeCondition(random) } : {}),
  }
}

export function makePolicy(random: Random): Record<string, unknown> {
  const resourceBased = chance(random, 0.6)
  const statements = Array.from({ length: pick(random, [1, 1, 2, 3]) }, () => makeStatement(random, resourceBased))
  return {
    ...(chance(random, 0.85) ? { Version: chance(random, 0.85) ? '2012-10-17' : '2008-10-17' } : {}),
    Statement: statements.length === 1 && chance(random, 0.3) ? statements[0] : statements,
  }
}

export function makeRequest(random: Random): PlainRequest {
  const context: Record<string, readonly string[]> = {}
  for (const { names, sent, many } of keys) {
    for (const name of names) {
      if (chance(random, 0.45)) continue
      context[name.toLowerCase()] =
        many === true && chance(random, 0.5) ? sent.filter(() => chance(random, 0.6)) : [pick(random, sent)]
    }
  }
  const principal = pick(random, callers)
  return {
    principal,
    path: pick(random, ['/', '/jobs/']),
    // Only users and roles can have one.
    boundary: /:user\/|:assumed-role\//.test(principal) && chance(random, 0.15),
    federatedBy: 'arn:aws:iam::111122223333:user/mira',
    action: pick(random, actions),
    resource: pick(random, resources),
    context,
    notPrincipal: chance(random, 0.5) ? 'any named' : 'all named',
  }
}
