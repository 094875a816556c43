import type { Truth } from '../../src/policy/truth.ts'
import type { PlainRequest } from '../oracle/request.ts'
import { outcomeOf, policyOf } from './policies.ts'

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
const conditioned = (condition: unknown) => policyOf({ Condition: condition })

/**
 * What AWS accepts although it looks odd, and whether it then allows the plain question.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
const accepted: readonly [what: string, policy: unknown, allows: Truth, request?: Partial<PlainRequest>][] = [
  ['one statement without a list', { Version: '2012-10-17', Statement: statement }, 'yes'],
  ['no version', { Statement: [statement] }, 'yes'],
  ['an Id', { Version: '2012-10-17', Id: 'Policy with blanks', Statement: [statement] }, 'yes'],
  [
    'blocks in another order',
    { Statement: [{ Resource: '*', Action: '*', Effect: 'Allow' }], Version: '2008-10-17' },
    'yes',
  ],
  ['an empty Sid', policyOf({ Sid: '' }), 'yes'],
  ['a Sid with blanks, as some resource policies have', policyOf({ Sid: 'Read only' }), 'yes'],
  [
    'the same Sid twice',
    {
      Statement: [
        { ...statement, Sid: 'a' },
        { ...statement, Sid: 'a' },
      ],
    },
    'yes',
  ],
  ['lists of one', policyOf({ Action: ['s3:GetObject'], Resource: ['*'] }), 'yes'],
  ['an action in another case', policyOf({ Action: 'S3:GETOBJECT' }), 'yes'],
  ['an action that does not exist', policyOf({ Action: 's3:GetObjects' }), 'no'],
  ['a wildcard for the service', policyOf({ Action: '*:GetObject' }), 'yes'],
  ['a resource of another service', policyOf({ Resource: 'arn:aws:sqs:us-east-1:111122223333:queue' }), 'no'],
  ['a resource with fewer fields than an ARN has', policyOf({ Resource: 'arn:aws:s3' }), 'yes'],
  ['another service with fewer fields', policyOf({ Resource: 'arn:aws:sqs' }), 'no'],
  ['a wildcard for the partition', policyOf({ Resource: 'arn:*:s3:::acme-reports/*' }), 'yes'],
  ['no action at all', policyOf({ Action: [] }), 'no'],
  ['no resource at all', policyOf({ Resource: [] }), 'no'],
  ['an empty condition', conditioned({}), 'yes'],
  ['an operator with no key', conditioned({ StringEquals: {} }), 'yes'],
  [
    'no value to equal',
    conditioned({ StringEquals: { 'aws:username': [] } }),
    'no',
    { context: { 'aws:username': ['mira'] } },
  ],
  [
    'a number without quotes',
    conditioned({ NumericEquals: { 's3:max-keys': 10 } }),
    'yes',
    { context: { 's3:max-keys': ['10'] } },
  ],
  [
    'a number for a text',
    conditioned({ StringEquals: { 'aws:username': 7 } }),
    'yes',
    { context: { 'aws:username': ['7'] } },
  ],
  [
    'a boolean without quotes',
    conditioned({ Bool: { 'aws:SecureTransport': true } }),
    'yes',
    { context: { 'aws:securetransport': ['true'] } },
  ],
  ['Null with a boolean', conditioned({ Null: { 'aws:username': true } }), 'yes'],
  [
    'a key in another case',
    conditioned({ StringEquals: { 'AWS:USERNAME': 'mira' } }),
    'yes',
    { context: { 'aws:username': ['mira'] } },
  ],
  ['a key that AWS does not have', conditioned({ StringEquals: { 'acme:nothing': 'x' } }), 'no'],
  [
    'the same operator with and without IfExists',
    conditioned({ StringEquals: { 'aws:a': 'x' }, StringEqualsIfExists: { 'aws:b': 'y' } }),
    'yes',
    { context: { 'aws:a': ['x'] } },
  ],
  ['everyone as "*"', policyOf({ Principal: '*' }), 'yes', { principal: 'anonymous' }],
  ['everyone as {"AWS": "*"}', policyOf({ Principal: { AWS: '*' } }), 'yes', { principal: 'anonymous' }],
  ['everyone in a list', policyOf({ Principal: { AWS: ['*'] } }), 'yes', { principal: 'anonymous' }],
  ['nobody', policyOf({ Principal: {} }), 'no'],
  ['a list of no principal', policyOf({ Principal: { AWS: [] } }), 'no'],
  ['the unique id of a deleted role', policyOf({ Principal: { AWS: 'AROADBQP57FF2AEXAMPLE' } }), 'no'],
  [
    'a variable in a policy of 2008, which is its own text',
    policyOf({ Resource: `arn:aws:s3:::acme-reports/\${aws:username}` }, '2008-10-17'),
    'yes',
    { resource: `arn:aws:s3:::acme-reports/\${aws:username}`, context: { 'aws:username': ['mira'] } },
  ],
  [
    'a variable in a policy without a version',
    policyOf({ Resource: `arn:aws:s3:::acme-reports/\${aws:username}` }, null),
    'no',
    { resource: 'arn:aws:s3:::acme-reports/mira', context: { 'aws:username': ['mira'] } },
  ],
  ['a brace that is never closed', policyOf({ Resource: `arn:aws:s3:::acme-reports/\${aws:username` }), 'no'],
]

for (const [what, policy, allows, request] of accepted) {
  test(`accepts ${what}`, () => expect(outcomeOf(policy, request).allows).toBe(allows))
}

test('reads an empty Sid as none', () => {
  expect(outcomeOf(policyOf({ Sid: '' })).allowing[0]?.statement.sid).toBeUndefined()
})

test('shows a short ARN as it was written', () => {
  const [match] = outcomeOf(policyOf({ Resource: 'arn:aws:s3' })).allowing
  expect(match?.statement.resources.templates.map(({ text }) => text)).toEqual(['arn:aws:s3'])
})
