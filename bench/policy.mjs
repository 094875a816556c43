/**
 * Time to ask policies: prepared is the question alone, unprepared compiles the JSON first.
 * `node bench/policy.mjs` after `npm run build`; bench/bench.mjs calls it too.
 */
import { pathToFileURL } from 'node:url'
import { readCaller } from '../dist/caller.js'
import { known } from '../dist/fact.js'
import { absent, oneValue } from '../dist/policy/context.js'
import { evaluatePolicies } from '../dist/policy/evaluate.js'
import { compileGlob, tokenize } from '../dist/policy/glob.js'
import { compilePolicy } from '../dist/policy/policy.js'
import { measure, slope } from './measure.mjs'

const account = '111122223333'
const values = Object.entries({
  'aws:principalarn': `arn:aws:iam::${account}:role/etl-runner`,
  'aws:principalaccount': account,
  'aws:principalorgid': 'o-a1b2c3d4e5',
  'aws:securetransport': 'true',
  'aws:sourceip': '203.0.113.9',
  'aws:principaltag/team': 'data',
})
const sent = new Map(values.map(([key, value]) => [key, oneValue(value)]))
const query = {
  caller: readCaller(`arn:aws:sts::${account}:assumed-role/etl-runner/i-0abc`, {
    principalDetails: known({ tags: {}, sessionTags: {}, path: '/', exists: true }),
    permissionsBoundary: known(null),
  }),
  action: 's3:getobject',
  resource: 'arn:aws:s3:::acme-reports/2026/q3/region=eu/part-00017.parquet',
  context: (key) => sent.get(key) ?? absent,
}

const small = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'List', Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::acme-reports' },
    {
      Sid: 'Read',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:GetObjectTagging'],
      Resource: 'arn:aws:s3:::acme-reports/*',
      Condition: { Bool: { 'aws:SecureTransport': 'true' } },
    },
  ],
}

/** Statements as a shared bucket collects them: one tenant each, a prefix, some conditions, now and then a guard. */
function bucketStatement(i) {
  if (i % 10 === 9) {
    return {
      Sid: `Guard${i}`,
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::acme-reports', 'arn:aws:s3:::acme-reports/*'],
      Condition: {
        NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.0/24', '2001:db8:1234::/48'] },
        ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/tenant-${i}-*` },
      },
    }
  }
  return {
    Sid: `Tenant${i}`,
    Effect: 'Allow',
    Principal: { AWS: [`arn:aws:iam::${account}:role/tenant-${i}`, i % 4 === 0 ? account : '444455556666'] },
    Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectTagging'],
    Resource: [
      `arn:aws:s3:::acme-reports/tenant-${i}/*`,
      `arn:aws:s3:::acme-reports/shared/\${aws:PrincipalTag/team}/${i}/*`,
    ],
    Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, Bool: { 'aws:SecureTransport': 'true' } },
  }
}

/** Statements of a managed policy: many actions of many services, of which few are S3's. */
function managedStatement(policy, i) {
  const services = ['ec2', 'sqs', 'logs', 's3', 'kms', 'glue', 'athena', 'dynamodb']
  const service = services[(policy + i) % services.length]
  return {
    Sid: `P${policy}S${i}`,
    Effect: i % 7 === 6 ? 'Deny' : 'Allow',
    Action: ['Get*', 'List*', 'DescribeThing', 'PutThing', `Do${i}`, 'GetObject', 'Tag*'].map(
      (name) => `${service}:${name}`,
    ),
    Resource: [`arn:aws:${service}:*:${account}:thing/${policy}-${i}/*`, `arn:aws:${service}:::acme-${policy}-${i}*`],
    Condition: { StringLike: { 'aws:PrincipalTag/team': [`team-${i}`, 'da*'] } },
  }
}

/** As many statements as fit into `bytes` without white space, as AWS counts. */
function fill(bytes, statementOf) {
  const policy = { Version: '2012-10-17', Statement: [] }
  for (let i = 0; JSON.stringify(policy).length + JSON.stringify(statementOf(i)).length + 1 <= bytes; i++) {
    policy.Statement.push(statementOf(i))
  }
  return policy
}

const compile = (documents) => documents.map((document, i) => known(compilePolicy(`policy ${i}`, document, 'policy')))

/** What is asked of policies, smallest first; bench/explain.mjs asks the whole of `explain` about the same. */
export const cases = [
  { name: 'one small policy', documents: [small], aim: 20 },
  { name: 'a 20 KB bucket policy', documents: [fill(20_480, bucketStatement)], aim: 60 },
  {
    name: 'fifty 6 KB policies',
    documents: Array.from({ length: 50 }, (_, policy) => fill(6_144, (i) => managedStatement(policy, i))),
    aim: 600,
  },
]

export const µs = (time) => `${time.toFixed(time < 10 ? 2 : 0)} µs`

export function benchPolicy(print) {
  for (const { name, documents, aim } of cases) {
    const policies = compile(documents)
    const prepared = measure(() => evaluatePolicies(policies, query))
    const unprepared = measure(() => evaluatePolicies(compile(documents), query))
    const statements = documents.reduce((sum, { Statement }) => sum + Statement.length, 0)
    const met = prepared < aim ? 'met' : 'MISSED'
    print(
      `${name} (${statements} statements): prepared ${µs(prepared)} (aim ${aim} µs ${met}), unprepared ${µs(unprepared)}, ratio ${(unprepared / prepared).toFixed(1)}`,
    )
  }
  const points = [25, 50, 100, 200, 400, 800].map((count) => {
    const policies = compile([
      { Version: '2012-10-17', Statement: Array.from({ length: count }, (_, i) => bucketStatement(i)) },
    ])
    return [count, measure(() => evaluatePolicies(policies, query), 15)]
  })
  print(
    `cost over statements ${points.map(([count, time]) => `${count}: ${µs(time)}`).join(', ')}; slope ${slope(points).toFixed(2)} (1 is linear)`,
  )
  const stars = compileGlob(tokenize('*a'.repeat(3_072)))
  const key = 'a'.repeat(1_024)
  const backtrack = compileGlob(tokenize(`${'*a'.repeat(500)}*b*`))
  const questions = compileGlob(tokenize(`${'*?a'.repeat(300)}*?b*`))
  print(
    `a 6 KB pattern of *a against a 1,024-byte key: ${µs(measure(() => stars(key)))} (aim 1000 µs); 500 of them that fit: ${µs(measure(() => backtrack(key)))}; 300 of *?a: ${µs(measure(() => questions(key)))}`,
  )
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) benchPolicy(console.log)
