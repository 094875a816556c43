import { InputError } from '../../src/input-error.ts'
import { compilePolicy } from '../../src/policy/policy.ts'
import { policyOf } from './policies.ts'

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
const conditioned = (condition: unknown) => policyOf({ Condition: condition })

/**
 * What AWS refuses, with the field that the error names.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
const refused: readonly [what: string, policy: unknown, field: string][] = [
  ['no object', 'a text', 'policy'],
  ['null', null, 'policy'],
  ['a list', [policyOf({})], 'policy'],
  ['a stranger among its elements', { ...policyOf({}), Statements: [] }, 'policy.Statements'],
  ['the name of an element in another case', { version: '2012-10-17', Statement: statement }, 'policy.version'],
  ['an unknown version', { Version: '2012-10-18', Statement: statement }, 'policy.Version'],
  ['a version that is a number', { Version: 2012, Statement: statement }, 'policy.Version'],
  ['no statement', { Version: '2012-10-17' }, 'policy.Statement'],
  ['an empty list of statements', { Version: '2012-10-17', Statement: [] }, 'policy.Statement'],
  ['a statement that is a text', { Statement: ['Allow'] }, 'policy.Statement[0]'],
  ['a statement that is null', { Statement: [statement, null] }, 'policy.Statement[1]'],
  ['a statement in a list in a list', { Statement: [[statement]] }, 'policy.Statement[0]'],
  ['a stranger in a statement', policyOf({ Conditions: {} }), 'policy.Statement[0].Conditions'],
  ['a lone statement with a stranger', { Statement: { ...statement, sid: 'x' } }, 'policy.Statement.sid'],
  ['a Sid that is a number', policyOf({ Sid: 1 }), 'policy.Statement[0].Sid'],
  ['no effect', policyOf({ Effect: undefined }), 'policy.Statement[0].Effect'],
  ['an effect in lower case', policyOf({ Effect: 'allow' }), 'policy.Statement[0].Effect'],
  ['a list of effects', policyOf({ Effect: ['Allow'] }), 'policy.Statement[0].Effect'],
  ['no action', policyOf({ Action: undefined }), 'policy.Statement[0].Action'],
  ['Action beside NotAction', policyOf({ NotAction: 's3:*' }), 'policy.Statement[0].Action'],
  ['an action without a service', policyOf({ Action: 'GetObject' }), 'policy.Statement[0].Action'],
  ['an action without a name', policyOf({ Action: 's3:' }), 'policy.Statement[0].Action'],
  ['an action with a blank', policyOf({ Action: ['s3:Get Object'] }), 'policy.Statement[0].Action'],
  ['an action that is an object', policyOf({ Action: {} }), 'policy.Statement[0].Action'],
  ['a variable in an action', policyOf({ Action: `s3:\${aws:username}` }), 'policy.Statement[0].Action'],
  ['NotAction that is a number', policyOf({ Action: undefined, NotAction: 5 }), 'policy.Statement[0].NotAction'],
  ['no resource', policyOf({ Resource: undefined }), 'policy.Statement[0].Resource'],
  ['Resource beside NotResource', policyOf({ NotResource: '*' }), 'policy.Statement[0].Resource'],
  ['a bucket name for a resource', policyOf({ Resource: 'acme-reports' }), 'policy.Statement[0].Resource'],
  ['a resource that is null', policyOf({ Resource: [null] }), 'policy.Statement[0].Resource'],
  ['an empty resource', policyOf({ Resource: '' }), 'policy.Statement[0].Resource'],
  [
    'Principal beside NotPrincipal',
    policyOf({ Effect: 'Deny', Principal: '*', NotPrincipal: '*' }),
    'policy.Statement[0]',
  ],
  ['NotPrincipal in an Allow', policyOf({ NotPrincipal: { AWS: '111122223333' } }), 'policy.Statement[0].NotPrincipal'],
  [
    'a principal that is an ARN without its kind',
    policyOf({ Principal: 'arn:aws:iam::111122223333:root' }),
    'policy.Statement[0].Principal',
  ],
  ['a list of principals', policyOf({ Principal: ['*'] }), 'policy.Statement[0].Principal'],
  ['an unknown kind of principal', policyOf({ Principal: { aws: '*' } }), 'policy.Statement[0].Principal.aws'],
  [
    'a wildcard in a principal',
    policyOf({ Principal: { AWS: 'arn:aws:iam::111122223333:user/*' } }),
    'policy.Statement[0].Principal.AWS',
  ],
  ['every service', policyOf({ Principal: { Service: '*' } }), 'policy.Statement[0].Principal.Service'],
  ['a condition that is a list', conditioned([]), 'policy.Statement[0].Condition'],
  ['a condition that is null', conditioned(null), 'policy.Statement[0].Condition'],
  ['an operator without keys', conditioned({ StringEquals: 'x' }), 'policy.Statement[0].Condition.StringEquals'],
  [
    'an unknown operator',
    conditioned({ StringMatches: { 'aws:username': 'x' } }),
    'policy.Statement[0].Condition.StringMatches',
  ],
  [
    'an unknown set operator',
    conditioned({ 'ForEach:StringEquals': { 'aws:username': 'x' } }),
    'policy.Statement[0].Condition.ForEach:StringEquals',
  ],
  [
    'Null with IfExists',
    conditioned({ NullIfExists: { 'aws:username': 'true' } }),
    'policy.Statement[0].Condition.NullIfExists',
  ],
  [
    'Null of a text',
    conditioned({ Null: { 'aws:username': 'yes' } }),
    'policy.Statement[0].Condition.Null.aws:username',
  ],
  [
    'Bool of a text',
    conditioned({ Bool: { 'aws:SecureTransport': 'no' } }),
    'policy.Statement[0].Condition.Bool.aws:SecureTransport',
  ],
  [
    'a number that is none',
    conditioned({ NumericLessThan: { 's3:max-keys': '10 keys' } }),
    'policy.Statement[0].Condition.NumericLessThan.s3:max-keys',
  ],
  [
    'a date in another form',
    conditioned({ DateLessThan: { 'aws:CurrentTime': 'March 1, 2026' } }),
    'policy.Statement[0].Condition.DateLessThan.aws:CurrentTime',
  ],
  [
    'a time without its zone',
    conditioned({ DateLessThan: { 'aws:CurrentTime': '2026-03-01T12:00:00' } }),
    'policy.Statement[0].Condition.DateLessThan.aws:CurrentTime',
  ],
  [
    'an address that is none',
    conditioned({ IpAddress: { 'aws:SourceIp': '203.0.113' } }),
    'policy.Statement[0].Condition.IpAddress.aws:SourceIp',
  ],
  [
    'a mask that is too long',
    conditioned({ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '203.0.113.0/33'] } }),
    'policy.Statement[0].Condition.IpAddress.aws:SourceIp',
  ],
  [
    'a wildcard in an address',
    conditioned({ IpAddress: { 'aws:SourceIp': '203.0.113.*' } }),
    'policy.Statement[0].Condition.IpAddress.aws:SourceIp',
  ],
  [
    'a variable in a number',
    conditioned({ NumericEquals: { 's3:max-keys': `\${aws:username}` } }),
    'policy.Statement[0].Condition.NumericEquals.s3:max-keys',
  ],
  [
    'a value that is null',
    conditioned({ StringEquals: { 'aws:username': null } }),
    'policy.Statement[0].Condition.StringEquals.aws:username',
  ],
  [
    'a value that is an object',
    conditioned({ StringEquals: { 'aws:username': [{}] } }),
    'policy.Statement[0].Condition.StringEquals.aws:username',
  ],
]

test.each(refused)('refuses %s', (_, policy, field) => {
  const error = fault(policy)
  expect(error).toBeInstanceOf(InputError)
  expect(error).toMatchObject({ field })
})

function fault(policy: unknown): unknown {
  try {
    return compilePolicy('policy', withoutUndefined(policy), 'policy')
  } catch (error) {
    return error
  }
}

/** As it would come out of JSON. */
const withoutUndefined = (policy: unknown): unknown => JSON.parse(JSON.stringify(policy))

test.each([
  ['resource', { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }, 'is missing from a resource-based policy'],
  ['identity', { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }, 'names nobody'],
] as const)('a %s policy has its Principal as AWS wants it', (kind, statement, problem) => {
  expect(() => compilePolicy('policy', { Statement: [statement] }, 'policy', kind)).toThrow(problem)
})
