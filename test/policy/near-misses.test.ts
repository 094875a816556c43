import type { Part } from '../../src/policy/match.ts'
import { outcomeOf, policyOf } from './policies.ts'

const fit = {
  Sid: 'Read',
  Principal: { AWS: 'arn:aws:iam::111122223333:user/mira' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::acme-reports/*',
  Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } },
}
const request = { context: { 'aws:sourcevpce': ['vpce-1a2b3c4d'] } }

const changes: readonly [what: string, change: Readonly<Record<string, unknown>>, lacks: Part | null][] = [
  ['another principal', { Principal: { AWS: '444455556666' } }, 'principal'],
  ['another action', { Action: ['s3:PutObject', 's3:List*'] }, 'action'],
  ['the bucket instead of its objects', { Resource: 'arn:aws:s3:::acme-reports' }, 'resource'],
  ['another case', { Resource: 'arn:aws:s3:::Acme-reports/*' }, 'resource'],
  ['another endpoint', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-9z8y7x6w' } } }, 'condition'],
  ['two parts that differ', { Action: 's3:PutObject', Resource: 'arn:aws:s3:::other/*' }, null],
  [
    'action and condition that differ',
    { Action: 's3:PutObject', Condition: { Null: { 'aws:SourceVpce': 'true' } } },
    null,
  ],
]

test.each(changes)('with %s the statement is near but for %3$s', (_, change, lacks) => {
  const { near, allows } = outcomeOf(policyOf({ ...fit, ...change }), request)
  expect(allows).toBe('no')
  expect(near.map(({ statement, failed }) => [statement.sid, failed])).toEqual(lacks === null ? [] : [['Read', lacks]])
})

test('a statement that applies is no near miss', () => {
  expect(outcomeOf(policyOf(fit), request)).toMatchObject({ allows: 'yes', near: [], missing: [] })
})

test('a near miss by condition says which conditions are not met', () => {
  const condition = {
    StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d', 'aws:PrincipalTag/team': 'red' },
    Bool: { 'aws:SecureTransport': 'true' },
  }
  const [near] = outcomeOf(policyOf({ ...fit, Condition: condition }), request).near
  expect(near?.unmet.map(({ operator, key }) => `${operator} ${key}`)).toEqual([
    'StringEquals aws:PrincipalTag/team',
    'Bool aws:SecureTransport',
  ])
})

/** What is asked for, where an answer would decide. */
test('names the key that nobody gave, as the policy writes it', () => {
  const unknown = { keys: { 'aws:sourcevpce': { kind: 'unknown', present: false } } } as const
  expect(outcomeOf(policyOf(fit), {}, unknown)).toMatchObject({
    allows: 'maybe',
    missing: ['aws:SourceVpce'],
    near: [],
  })
  expect(outcomeOf(policyOf({ ...fit, Action: 's3:PutObject' }), {}, unknown).missing).toEqual([])
})

test('names the variable that nobody gave', () => {
  const unknown = { keys: { 'aws:username': { kind: 'unknown', present: true } } } as const
  const condition = { StringEquals: { 'aws:SourceVpce': `vpce-\${aws:username}` } }
  expect(outcomeOf(policyOf({ ...fit, Condition: condition }), request, unknown).missing).toEqual(['aws:username'])
  const resource = `arn:aws:s3:::acme-reports/\${aws:username}/*`
  expect(outcomeOf(policyOf({ ...fit, Resource: resource }), request, unknown).missing).toEqual([
    'a policy variable in Resource',
  ])
})

test('asks nothing that a certain statement has settled', () => {
  const unknown = { keys: { 'aws:sourcevpce': { kind: 'unknown', present: false } } } as const
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', ...fit },
      { Effect: 'Allow', Action: '*', Resource: '*' },
    ],
  }
  expect(outcomeOf(policy, {}, unknown)).toMatchObject({ allows: 'yes', missing: [], open: [] })
})

test('asks how NotPrincipal is read only where it might spare the caller', () => {
  const statement = { Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:user/mira' } }
  expect(outcomeOf(policyOf(statement))).toMatchObject({
    denies: 'maybe',
    missing: ['whether NotPrincipal spares the caller'],
  })
})
