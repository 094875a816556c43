import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEvidenceReader } from '../../src/aws/index.ts'
import { readAll } from '../../src/aws/read-all.ts'
import type { Reading } from '../../src/diagnose.ts'
import { type Answers, madeUpAccount, refused } from './made-up-aws.ts'

const own = '111122223333'
const session = `arn:aws:sts::${own}:assumed-role/etl-runner/i-0abc`
const ask = { bucket: 'acme-reports', key: '2026/q3.csv', principal: session, operation: 'GetObject' }

const readWith = (answers: Answers, more: object = {}, calls: string[] = []): Promise<Reading> => {
  const account = madeUpAccount(own, answers, calls)
  return readAll({
    ask: { ...ask, ...more },
    said: ask.principal,
    accounts: { ours: [account], organization: account, byId: () => account, roleIn: () => 'role' },
    region: 'us-east-1',
    now: new Date('2026-05-04T08:00:00Z'),
    organizationRoleArn: undefined,
  })
}

const hers = { ListBuckets: { Buckets: [{ Name: 'acme-reports' }], Owner: { ID: 'canonical' } } }

/** Every fact of the evidence that is known; what follows from the request itself is left out. */
function knownFacts(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  const here = 'kind' in value && value.kind === 'known' ? [path] : []
  return [...here, ...Object.entries(value).flatMap(([name, entry]) => knownFacts(entry, `${path}.${name}`))]
}

test.each([
  ['AccessDenied', 403],
  ['AccessDeniedException', 400],
  ['MethodNotAllowed', 405],
  ['ThrottlingException', 400],
  ['ServiceUnavailable', 503],
  ['ExpiredToken', 400],
  ['NoSuchBucket', 404],
])('an AWS that answers %s to everything but the list of buckets makes nothing known', async (code, status) => {
  const refuseAll = new Proxy<Record<string, object>>(
    {},
    { get: (_, name) => (name === 'ListBuckets' ? hers.ListBuckets : refused(code, status)) },
  )
  const reading = await readWith(refuseAll)
  if (reading.kind === 'problem') throw new Error(reading.problem.kind)
  expect(knownFacts(reading.evidence).sort()).toEqual([
    '.accessPoint',
    '.source.bucketAccount',
    '.source.bucketExists',
    '.target.bucketAccount',
    '.target.bucketExists',
  ])
})

test('without a copy the source is the target itself', async () => {
  const reading = await readWith(hers)
  if (reading.kind === 'problem') throw new Error(reading.problem.kind)
  expect(reading.evidence.source).toBe(reading.evidence.target)
})

test('nothing but reads is sent', async () => {
  const calls: string[] = []
  await readWith(
    hers,
    { kmsKeyArn: `arn:aws:kms:us-east-1:${own}:key/1234abcd`, context: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } },
    calls,
  )
  expect(calls.length).toBeGreaterThan(20)
  for (const call of calls) expect(call).toMatch(/^(control:)?(Get|Head|List|Describe|Lookup)/)
  expect(calls).not.toContain('GetObject')
})

test('the endpoint that was said is read, wherever it is', async () => {
  const DescribeVpcEndpoints = { VpcEndpoints: [{ PolicyDocument: '{"Version":"2012-10-17","Statement":[]}' }] }
  const reading = await readWith({ ...hers, DescribeVpcEndpoints }, { context: { 'aws:sourceVpce': 'vpce-0a1b2c3d' } })
  expect(reading).toMatchObject({
    evidence: {
      vpcEndpointGiven: true,
      vpcEndpoint: { kind: 'known', value: { id: 'vpce-0a1b2c3d', policy: { document: { kind: 'known' } } } },
    },
  })
})

test('an access point’s alias leads to its bucket', async () => {
  const arn = `arn:aws:s3:us-east-1:${own}:accesspoint/finance`
  const alias = 'finance-abcdefghijklmnopqrstuvwxyz01234567-s3alias'
  const reading = await readWith(
    {
      ...hers,
      'control:ListAccessPoints': { AccessPointList: [{ Alias: alias, AccessPointArn: arn }] },
      'control:GetAccessPoint': {
        Bucket: 'acme-reports',
        NetworkOrigin: 'VPC',
        VpcConfiguration: { VpcId: 'vpc-1a2b3c' },
      },
      'control:GetAccessPointPolicy': refused('NoSuchAccessPointPolicy', 404),
    },
    { bucket: alias },
  )
  expect(reading).toMatchObject({
    request: { bucket: 'acme-reports', accessPoint: arn },
    evidence: { accessPoint: { value: { arn, policy: null, vpcId: { kind: 'known', value: 'vpc-1a2b3c' } } } },
  })
})

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const settings = { roleArn: 'arn:aws:iam::{account}:role/s3denied-readonly', accounts: [own] }

/** What the bot's own credentials and AWS's address are while `body` runs. */
async function withEndpoint<T>(url: string, body: () => Promise<T>): Promise<T> {
  const given = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'EXAMPLEKEY',
  }
  const before = Object.keys(given).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, given)
  try {
    return await body()
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

test('an AWS that never answers is unreachable, and in time', async () => {
  const server = createServer(() => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const started = Date.now()
  const reading = await withEndpoint(`http://127.0.0.1:${port}`, () =>
    createEvidenceReader(settings, silent, { limits: { callMs: 300, wholeMs: 900, concurrency: 4 } }).read(ask, {
      id: 'U1',
    }),
  )
  server.closeAllConnections()
  server.close()
  expect(reading).toEqual({
    kind: 'problem',
    problem: { kind: 'aws-unreachable', call: 'sts:AssumeRole', errorCode: 'TimeoutError' },
  })
  expect(Date.now() - started).toBeLessThan(1_500)
})

test('an AWS that is not there is unreachable', async () => {
  const reading = await withEndpoint('http://127.0.0.1:1', () =>
    createEvidenceReader(settings, silent).read(ask, { id: 'U1' }),
  )
  expect(reading).toMatchObject({ problem: { kind: 'aws-unreachable', call: 'sts:AssumeRole' } })
})

test.each([
  [{}, 'bucket-not-said'],
  [{ bucket: 'acme-reports' }, 'principal-not-said'],
])('%j is asked about first', async (given, kind) => {
  expect(await createEvidenceReader(settings, silent).read(given, { id: 'U1' })).toMatchObject({ problem: { kind } })
})
