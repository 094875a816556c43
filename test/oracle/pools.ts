/** What generated policies and requests are made of: few enough that they often meet. */
export const actions = ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:GetObjectVersion', 'kms:Decrypt'] as const
export const actionPatterns = [
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

export const resources = [
  'arn:aws:s3:::acme-reports',
  'arn:aws:s3:::acme-reports/2026/q3.csv',
  'arn:aws:s3:::acme-reports/home/mira/a:b?c*d',
  'arn:aws:s3:::acme-reports-old/2026/q3.csv',
  'arn:aws:s3:::acme-reports/data/red/x/y/z',
  'arn:aws:s3:us-east-1:111122223333:accesspoint/reports/object/2026/q3.csv',
] as const
export const resourcePatterns = [
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

export const callers = [
  'arn:aws:iam::111122223333:user/mira',
  'arn:aws:iam::111122223333:user/staff/mira',
  'arn:aws:iam::111122223333:root',
  'arn:aws:sts::111122223333:assumed-role/etl-runner/i-0abc',
  'arn:aws:sts::444455556666:assumed-role/etl-runner/nightly',
  'arn:aws:sts::111122223333:federated-user/bob',
  'anonymous',
  'logging.s3.amazonaws.com',
] as const
export const awsNames = [
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
export const services = ['logging.s3.amazonaws.com', 'cloudtrail.amazonaws.com'] as const

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

export const keys: readonly [Key, ...Key[]] = [
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
