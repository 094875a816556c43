import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { type Diagnosis, explain, InputError, prepare } from '../src/explain.ts'

type Json = Readonly<Record<string, unknown>>

const folder = new URL('scenarios/', import.meta.url)
const scenarios = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((file): { file: string; json: unknown } => ({
    file,
    json: JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
  }))

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const fieldOf = (value: unknown, name: string): unknown => (isJson(value) ? value[name] : undefined)

test('prepare says what explain says, of every scenario and of one request after another', () => {
  for (const { file, json } of scenarios) {
    const prepared = prepare(fieldOf(json, 'evidence') ?? {})
    const request = fieldOf(json, 'request')
    const once = prepared.explain(request)
    expect({ file, diagnosis: once }).toEqual({ file, diagnosis: explain(json) })
    expect(prepared.explain(request)).toEqual(once)
  }
})

test('prepared evidence answers for another caller and bucket as if it were read anew', () => {
  const evidence = { identityPolicies: [{ Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] }] }
  const ask = (account: string, bucket: string) => ({
    principal: `arn:aws:iam::${account}:role/etl-runner`,
    operation: 'GetObject',
    bucket,
    key: '2026/q3.csv',
  })
  const prepared = prepare(evidence)
  for (const request of [
    ask('111122223333', 'acme-reports'),
    ask('444455556666', 'acme-logs'),
    ask('111122223333', 'acme-logs'),
  ]) {
    expect(prepared.explain(request)).toEqual(explain({ request, evidence }))
  }
})

test('no diagnosis changes what it was made of', () => {
  for (const { json } of scenarios.slice(0, 100)) {
    const before = structuredClone(json)
    explain(json)
    expect(json).toEqual(before)
  }
})

const request: Json = {
  principal: 'arn:aws:iam::111122223333:role/etl-runner',
  operation: 'GetObject',
  bucket: 'acme-reports',
  key: '2026/q3.csv',
}
const allow: Json = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme-reports/*' }
const policy = (statement: Json): Json => ({ Version: '2012-10-17', Statement: [{ ...allow, ...statement }] })
const withPolicy = (statement: Json): Json => ({ request, evidence: { identityPolicies: [policy(statement)] } })

/** What is malformed, and the field that the error has to name. */
const malformed: readonly (readonly [string, unknown, string])[] = [
  ['nothing at all', null, ''],
  ['a text', 'GetObject', ''],
  ['no request', { evidence: {} }, 'request'],
  ['no principal', { request: { ...request, principal: undefined } }, 'request.principal'],
  ['a principal that is no ARN', { request: { ...request, principal: 'etl-runner' } }, 'request.principal'],
  [
    'an ARN of something else',
    { request: { ...request, principal: 'arn:aws:s3:::acme-reports' } },
    'request.principal',
  ],
  ['no operation and no action', { request: { ...request, operation: undefined } }, 'request.operation'],
  ['an action without its service', { request: { ...request, action: 'GetObject' } }, 'request.action'],
  ['no bucket', { request: { ...request, bucket: '' } }, 'request.bucket'],
  ['no key for an object', { request: { ...request, key: undefined } }, 'request.key'],
  ['a misspelt field of the request', { request: { ...request, buckett: 'x' } }, 'request.buckett'],
  ['a number for a key', { request: { ...request, key: 7 } }, 'request.key'],
  ['a symptom that nobody knows', { request: { ...request, symptoms: ['slow'] } }, 'request.symptoms[0]'],
  ['a misspelt fact', { request, evidence: { bucketPolicyy: null } }, 'evidence.bucketPolicyy'],
  ['an account id of 11 digits', { request, evidence: { bucketAccount: '11112222333' } }, 'evidence.bucketAccount'],
  [
    'a switch that is a text',
    { request, evidence: { bucketPublicAccessBlock: { BlockPublicAcls: 'true' } } },
    'evidence.bucketPublicAccessBlock.BlockPublicAcls',
  ],
  [
    'a permission that no ACL has',
    { request, evidence: { bucketAcl: [{ grantee: 'AllUsers', permission: 'LIST' }] } },
    'evidence.bucketAcl[0].permission',
  ],
  [
    'an unread fact of two kinds',
    { request, evidence: { bucketPolicy: { unreadable: 's3:GetBucketPolicy', unknown: 'x' } } },
    'evidence.bucketPolicy.unknown',
  ],
  ['a policy that is a list', { request, evidence: { bucketPolicy: [] } }, 'evidence.bucketPolicy'],
  [
    'an element that no policy has',
    { request, evidence: { bucketPolicy: { Statements: [] } } },
    'evidence.bucketPolicy.Statements',
  ],
  [
    'an element that no statement has',
    withPolicy({ Actions: 's3:GetObject' }),
    'evidence.identityPolicies[0].Statement[0].Actions',
  ],
  ['a bad Effect', withPolicy({ Effect: 'allow' }), 'evidence.identityPolicies[0].Statement[0].Effect'],
  ['an action that is none', withPolicy({ Action: 'GetObject' }), 'evidence.identityPolicies[0].Statement[0].Action'],
  [
    'a resource that is no ARN',
    withPolicy({ Resource: 'acme-reports/*' }),
    'evidence.identityPolicies[0].Statement[0].Resource',
  ],
  [
    'an operator that is none',
    withPolicy({ Condition: { StringSame: { 'aws:SourceVpce': 'vpce-1' } } }),
    'evidence.identityPolicies[0].Statement[0].Condition.StringSame',
  ],
  [
    'an address that is none',
    withPolicy({ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.999' } } }),
    'evidence.identityPolicies[0].Statement[0].Condition.IpAddress.aws:SourceIp',
  ],
  [
    'a wildcard inside a principal',
    { request, evidence: { bucketPolicy: policy({ Principal: { AWS: 'arn:aws:iam::111122223333:role/etl-*' } }) } },
    'evidence.bucketPolicy.Statement[0].Principal.AWS',
  ],
  [
    'a key without its account',
    { request, evidence: { kmsKey: { arn: 'arn:aws:kms:us-east-1:111122223333:key/1', policy: {} } } },
    'evidence.kmsKey.account',
  ],
  [
    'a retention of another mode',
    { request, evidence: { object: { exists: true, retention: { mode: 'STRICT', retainUntil: '2099-01-01' } } } },
    'evidence.object.retention.mode',
  ],
  [
    'an SCP list that is flat',
    { request, evidence: { serviceControlPolicies: [policy({})] } },
    'evidence.serviceControlPolicies[0]',
  ],
]

/** The error of a call, or what it gave back. */
function attempt(scenario: unknown): Diagnosis | InputError {
  try {
    return explain(scenario)
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
}

describe(`malformed input names its field: ${malformed.length} cases`, () => {
  test.each([...malformed])('%s', (_, scenario, field) => {
    const result = attempt(scenario)
    expect(result).toBeInstanceOf(InputError)
    expect(result).toMatchObject({ name: 'InputError', field })
    expect(result instanceof InputError && result.message.length > field.length).toBe(true)
  })

  test('and so does a malformed request to prepared evidence', () => {
    expect(() => prepare({}).explain({ ...request, key: 7 })).toThrow(/^request\.key: /)
    expect(() => prepare({ nothing: 1 }).explain(request)).toThrow(InputError)
    expect(() => prepare({}).explain({ ...request, operation: undefined })).toThrow(InputError)
    expect(() => prepare({}).explain({ ...request, bucket: '' })).toThrow(InputError)
  })
})

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s is no name that a table knows', (name) => {
  const condition = { StringEquals: { [name]: 'x' } }
  const recentChanges = [{ time: '2026-05-04T07:41:00Z', eventName: name }]
  const evidence = { identityPolicies: [policy({ Condition: condition })], recentChanges }
  expect(attempt({ request: { ...request, operation: name }, evidence })).toMatchObject({
    request: { action: `s3:${name}` },
  })
  expect(attempt({ request, evidence })).toMatchObject({ request: { action: 's3:GetObject' } })
})

/** All places of a JSON value, its root aside. */
function placesIn(value: unknown, here: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => [[...here, key], ...placesIn(part, [...here, key])])
}

function change(value: unknown, [first, ...rest]: readonly string[], by: (old: unknown) => unknown): unknown {
  if (first === undefined) return by(value)
  if (Array.isArray(value)) return value.map((part, index) => (String(index) === first ? change(part, rest, by) : part))
  return isJson(value) ? { ...value, [first]: change(value[first], rest, by) } : value
}

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    '*',
    '${',
    '${aws:username',
    '__proto__',
    'constructor',
    Number.NaN,
    -0,
    [[]],
    { document: 1 },
  ),
  fc.constantFrom<unknown>(
    { unreadable: 'x' },
    { unknown: '' },
    { unreadable: 1 },
    { __proto__: null },
    'arn:aws:iam::',
    'arn:::::',
    '🪣',
  ),
)

/** What may be done to one place: another value, a longer text, a list of it, nothing. */
const mutation = fc.oneof(
  junk.map((value) => () => value),
  fc.string({ maxLength: 20 }).map((text) => (old: unknown) => (typeof old === 'string' ? old + text : text)),
  fc.constant((old: unknown) => [old]),
  fc.constant((old: unknown) => (Array.isArray(old) ? old.slice(1) : old)),
  fc.constant((old: unknown) => (isJson(old) ? { ...old, extra: 1 } : { old })),
)

test('whatever is done to a scenario, a diagnosis or an InputError comes out: 1,500 runs', () => {
  const mutated = fc
    .constantFrom(...scenarios)
    .chain(({ json }) =>
      fc.tuple(
        fc.constant(json),
        fc.array(fc.tuple(fc.constantFrom(...placesIn(json)), mutation), { minLength: 1, maxLength: 3 }),
      ),
    )
  let refused = 0
  let answered = 0
  fc.assert(
    fc.property(mutated, ([json, changes]) => {
      const scenario = changes.reduce<unknown>((value, [place, by]) => change(value, place, by), json)
      if (attempt(scenario) instanceof InputError) refused += 1
      else answered += 1
    }),
    { seed: 20261125, numRuns: 1_500 },
  )
  // Both ways out are taken, so that the test looks at both.
  expect(refused).toBeGreaterThan(300)
  expect(answered).toBeGreaterThan(300)
})

test('so it is of anything that is no scenario: 500 runs', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(attempt(value)).toBeInstanceOf(InputError)
    }),
    { seed: 20261125, numRuns: 500 },
  )
})
