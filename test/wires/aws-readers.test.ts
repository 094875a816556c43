import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Ask } from '../../src/ask.ts'
import { createEvidenceReader } from '../../src/aws/index.ts'
import type { ReadProblem } from '../../src/diagnose.ts'
import type { Evidence } from '../../src/evidence.ts'
import { known, unknown, unreadable } from '../../src/fact.ts'
import { denyOutsideVpce, type Fixture, fillMoto, keyPolicy, other, own } from '../aws/moto-fixture.ts'
import { type MotoServer, motoIsInstalled, startMoto } from '../aws/moto-server.ts'

const installed = motoIsInstalled()
if (!installed)
  console.warn('SKIPPED: the AWS readers were not tried, since moto_server is not installed (pip install moto[server])')

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

const given = { AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: '', AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }
const before = Object.fromEntries(Object.keys(given).map((name) => [name, process.env[name]]))

let moto: MotoServer | undefined
let fixture: Fixture = { botKeys: { accessKeyId: '', secretAccessKey: '' }, keyArn: '' }

beforeAll(async () => {
  if (!installed) return
  moto = await startMoto()
  fixture = await fillMoto(moto.url)
  process.env.AWS_REGION = 'us-east-1'
  process.env.AWS_ENDPOINT_URL = moto.url
  process.env.AWS_ACCESS_KEY_ID = fixture.botKeys.accessKeyId
  process.env.AWS_SECRET_ACCESS_KEY = fixture.botKeys.secretAccessKey
  await moto.enforceIam()
})

afterAll(async () => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
  await moto?.stop()
})

type Role = 's3denied-readonly' | 's3denied-head' | 's3denied-narrow' | 'nobody'

const reading = (ask: Ask, role: Role = 's3denied-head') =>
  createEvidenceReader({ roleArn: `arn:aws:iam::{account}:role/${role}`, accounts: [own, other] }, silent).read(ask, {
    id: 'U012AB3CD',
  })

async function read(ask: Ask, role?: Role) {
  const result = await reading(ask, role)
  if (result.kind === 'problem') throw new Error(`a problem instead of evidence: ${JSON.stringify(result.problem)}`)
  return result
}

async function evidenceOf(ask: Ask, role?: Role): Promise<Evidence> {
  return (await read(ask, role)).evidence
}

async function problemOf(ask: Ask, role?: Role): Promise<ReadProblem> {
  const result = await reading(ask, role)
  if (result.kind === 'read') throw new Error('evidence instead of a problem')
  return result.problem
}

const object: Ask = { bucket: 'acme-reports', key: '2026/q3.csv', principal: 'etl-runner' }
const etlRunner = `arn:aws:iam::${own}:role/service/etl-runner`

const withMoto = installed ? describe : describe.skip

withMoto('the bucket’s side', () => {
  test('its policy, switches, ownership and encryption', async () => {
    const { target } = await evidenceOf(object)
    expect(target.bucketAccount).toEqual(known(own))
    expect(target.bucketExists).toEqual(known(true))
    expect(target.bucketRegion).toEqual(known('us-east-1'))
    expect(target.bucketPolicy).toEqual(known({ name: 'acme-reports bucket policy', document: known(denyOutsideVpce) }))
    expect(target.bucketPublicAccessBlock).toEqual(
      known({ BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true }),
    )
    expect(target.accountPublicAccessBlock).toEqual(known(null))
    expect(target.objectOwnership).toEqual(known('BucketOwnerEnforced'))
    expect(target.bucketAcl).toMatchObject(known([{ permission: 'FULL_CONTROL' }]))
    expect(target.bucketEncryption).toMatchObject(
      known({ sseAlgorithm: 'aws:kms', kmsMasterKeyId: fixture.keyArn, bucketKeyEnabled: true }),
    )
    expect(target.requestPayer).toEqual(known('BucketOwner'))
  })

  test('a bucket without policy and switches has none', async () => {
    const { target } = await evidenceOf({ bucket: 'acme-plain', key: 'a', principal: 'etl-runner' })
    expect(target.bucketPolicy).toEqual(known(null))
    expect(target.bucketPublicAccessBlock).toEqual(known(null))
    expect(target.objectOwnership).toEqual(known('ObjectWriter'))
    expect(target.bucketEncryption).toMatchObject(known({ sseAlgorithm: 'AES256' }))
    expect(target.kmsKey).toEqual(known(null))
  })

  test('what may not be read is unreadable and never absent', async () => {
    const { target } = await evidenceOf(object, 's3denied-narrow')
    expect(target.bucketPolicy).toEqual(unreadable('s3:GetBucketPolicy', 'AccessDenied'))
    expect(target.accountPublicAccessBlock).toEqual(unreadable('s3:GetAccountPublicAccessBlock', 'AccessDenied'))
    expect(target.kmsKey).toMatchObject(
      known({
        arn: fixture.keyArn,
        state: known('Enabled'),
        policy: { document: { kind: 'unreadable', call: 'kms:GetKeyPolicy' } },
      }),
    )
  })

  test('a bucket of another account and Region is found there', async () => {
    const { target } = await evidenceOf({ bucket: 'partner-drop', key: 'a', principal: etlRunner })
    expect(target.bucketAccount).toEqual(known(other))
    expect(target.bucketRegion).toEqual(known('eu-west-1'))
    expect(target.bucketPolicy).toEqual(known(null))
  })

  test('an unknown bucket is no such bucket', async () => {
    expect(await problemOf({ ...object, bucket: 'acme-no-such-bucket' })).toEqual({
      kind: 'no-such-bucket',
      bucket: 'acme-no-such-bucket',
      call: 's3:HeadBucket',
    })
  })
})

withMoto('the object and its key', () => {
  // moto cannot check the signature of `?tagging` and `?acl`, so those are held by the tests with a made-up AWS.
  test('how it is encrypted, and the key’s policy', async () => {
    const { target } = await evidenceOf(object)
    expect(target.object).toMatchObject(
      known({
        exists: true,
        owner: known(own),
        storageClass: known('STANDARD'),
        restored: known(false),
        encryption: known({
          serverSideEncryption: 'aws:kms',
          kmsKeyArn: fixture.keyArn,
          bucketKeyEnabled: expect.any(Boolean),
          sseCustomer: false,
        }),
      }),
    )
    expect(target.kmsKey).toMatchObject(
      known({
        arn: fixture.keyArn,
        account: own,
        manager: 'CUSTOMER',
        state: known('Enabled'),
        policy: { name: 'key policy', document: known(keyPolicy) },
        grants: known([]),
      }),
    )
  })

  test('without the right to its data only a listing tells that it is there', async () => {
    // moto cannot check the signature of a listing whose prefix holds a slash, so this object's key has none.
    const { target } = await evidenceOf({ ...object, key: 'readme' }, 's3denied-readonly')
    expect(target.object).toMatchObject(
      known({ exists: true, encryption: unreadable('s3:GetObject', 'AccessDenied'), storageClass: known('STANDARD') }),
    )
    expect(target.kmsKey).toMatchObject(known({ arn: fixture.keyArn }))
  })

  test('a missing object is missing, also where another key begins like it', async () => {
    const { target } = await evidenceOf({ ...object, key: '2026/q3.cs' })
    expect(target.object).toMatchObject(known({ exists: false }))
    const listed = await evidenceOf({ ...object, key: 'read' }, 's3denied-readonly')
    expect(listed.target.object).toMatchObject(
      known({ exists: false, encryption: unknown('the object does not exist') }),
    )
  })
})

withMoto('the caller', () => {
  test('a bare name is looked up as a role, with path, tags, boundary and policies', async () => {
    const { request, evidence, readAs, assumptions } = await read(object)
    expect(request.principal).toBe(etlRunner)
    expect(evidence.principalAccount).toBe(own)
    expect(evidence.principalDetails).toMatchObject(
      known({ path: '/service/', tags: { team: 'data' }, exists: true, sessionTags: known({}) }),
    )
    expect(evidence.identityPolicies).toMatchObject(
      known([{ name: 'inline' }, { name: 'AmazonS3ReadOnlyAccess', document: { kind: 'known' } }]),
    )
    expect(evidence.permissionsBoundary).toMatchObject(known({ name: 'data-boundary', document: { kind: 'known' } }))
    expect(evidence.sessionPolicies).toEqual(known([]))
    expect(readAs).toEqual([`arn:aws:iam::${own}:role/s3denied-head`])
    expect(assumptions).toContain('read as GetObject, since no operation was said')
  })

  test('a policy that may not be read stays in the list, unread', async () => {
    const evidence = await evidenceOf(object, 's3denied-narrow')
    expect(evidence.identityPolicies).toMatchObject(
      known([
        { name: 'inline', document: { kind: 'known' } },
        { document: unreadable('iam:GetPolicy', 'AccessDenied') },
      ]),
    )
    expect(evidence.permissionsBoundary).toMatchObject(known({ document: unreadable('iam:GetPolicy', 'AccessDenied') }))
  })

  test('a session’s ARN lacks the path, which its role has', async () => {
    const session = `arn:aws:sts::${own}:assumed-role/etl-runner/i-0abc`
    const { request, evidence } = await read({ ...object, principal: session })
    expect(request.principal).toBe(session)
    expect(evidence.principalDetails).toMatchObject(known({ path: '/service/' }))
    expect(evidence.sessionPolicies.kind).toBe('unknown')
  })

  test('a user has the policies of its groups too', async () => {
    const { request, evidence } = await read({ ...object, principal: 'anna' })
    expect(request.principal).toBe(`arn:aws:iam::${own}:user/anna`)
    expect(evidence.identityPolicies).toMatchObject(known([{ name: 'own' }, { name: 'of-group (group analysts)' }]))
    const narrow = await evidenceOf({ ...object, principal: 'user/anna' }, 's3denied-narrow')
    expect(narrow.identityPolicies).toMatchObject(
      known([{ name: 'own' }, { document: unreadable('iam:ListGroupsForUser', 'AccessDenied') }]),
    )
  })

  test('a permission set stands for the role that Identity Center made of it', async () => {
    const { request } = await read({ ...object, principal: 'DataEngineer' })
    expect(request.principal).toBe(
      `arn:aws:iam::${own}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_DataEngineer_0123456789abcdef`,
    )
  })

  test('a name of two accounts is ambiguous, and one of none is not there', async () => {
    expect(await problemOf({ ...object, principal: 'twin' })).toEqual({
      kind: 'principal-ambiguous',
      name: 'twin',
      candidates: [`arn:aws:iam::${own}:role/twin`, `arn:aws:iam::${other}:role/twin`],
    })
    expect(await problemOf({ ...object, principal: 'nobody-at-all' })).toMatchObject({ kind: 'no-such-principal' })
  })

  test('an ARN of nobody is a caller that does not exist', async () => {
    const evidence = await evidenceOf({ ...object, principal: `arn:aws:iam::${own}:role/deleted` })
    expect(evidence.principalDetails).toMatchObject(known({ exists: false }))
  })

  test('a caller of another account is read there', async () => {
    const evidence = await evidenceOf({ ...object, principal: `arn:aws:iam::${other}:role/partner-reader` })
    expect(evidence.principalAccount).toBe(other)
    expect(evidence.identityPolicies).toMatchObject(known([{ name: 'inline' }]))
    expect(evidence.target.bucketAccount).toEqual(known(own))
  })

  test('a caller of an account that nobody configured is unreadable', async () => {
    const evidence = await evidenceOf({ ...object, principal: 'arn:aws:iam::777788889999:role/stranger' })
    expect(evidence.identityPolicies).toEqual(unreadable('iam:ListRolePolicies', 'AccountNotConfigured'))
    expect(evidence.principalDetails).toEqual(unreadable('iam:GetRole', 'AccountNotConfigured'))
    expect(evidence.target.bucketPolicy.kind).toBe('known')
  })
})

withMoto('a role that cannot be assumed', () => {
  test('is named', async () => {
    expect(await problemOf(object, 'nobody')).toMatchObject({ kind: 'role-refused', call: 'sts:AssumeRole' })
  })
})
