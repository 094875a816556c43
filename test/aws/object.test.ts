import { askObject, existsBy, type ObjectName, readObject } from '../../src/aws/object.ts'
import type { S3Object } from '../../src/evidence.ts'
import { type Fact, known, unreadable } from '../../src/fact.ts'
import { type Answers, madeUpAccount, refused } from './made-up-aws.ts'

const own = '111122223333'
const ownId = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'
const otherId = '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a'
const place = { Bucket: 'acme-reports', region: 'us-east-1' }
const ids = { accountOf: new Map([[ownId, own]]), callersKnown: true }
const key = '2026/q3.csv'

async function read(answers: Answers, name: ObjectName = { key }, canonical = ids): Promise<Fact<S3Object>> {
  const asked = await askObject(madeUpAccount(own, answers), place, name)
  return readObject(asked, canonical, known(own), known('ObjectWriter'))
}

const listed = { Contents: [{ Key: key, StorageClass: 'GLACIER', Owner: { ID: ownId } }] }

test('the key is compared exactly, since a listing goes by what keys begin with', async () => {
  expect(await read({ ListObjectsV2: { Contents: [{ Key: `${key}.bak` }] } })).toMatchObject(known({ exists: false }))
  expect(await read({ ListObjectsV2: listed })).toMatchObject(known({ exists: true }))
  expect(await read({ ListObjectsV2: {} })).toMatchObject(known({ exists: false }))
})

test('one entry of the listing is asked for, with owner and restore status', async () => {
  const inputs: unknown[] = []
  await read({
    ListObjectsV2: (input) => {
      inputs.push(input)
      return listed
    },
  })
  expect(inputs).toEqual([
    { Bucket: 'acme-reports', Prefix: key, MaxKeys: 1, FetchOwner: true, OptionalObjectAttributes: ['RestoreStatus'] },
  ])
})

test('a refused listing leaves existence open, unless another answer settles it', async () => {
  expect(await read({})).toEqual(unreadable('s3:ListBucket', 'AccessDenied'))
  expect(await read({ GetObjectTagging: { TagSet: [] } })).toMatchObject(known({ exists: true }))
  expect(await read({ GetObjectAcl: refused('NoSuchKey', 404) })).toMatchObject(known({ exists: false }))
  expect(await read({ HeadObject: refused('NotFound', 404) })).toMatchObject(known({ exists: false }))
  expect((await read({ HeadObject: refused('Forbidden', 403) })).kind).toBe('unreadable')
})

test('HeadObject shows how it is encrypted', async () => {
  const HeadObject = {
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    BucketKeyEnabled: true,
    StorageClass: 'GLACIER',
    Restore: 'ongoing-request="false", expiry-date="Fri, 21 Dec 2030 00:00:00 GMT"',
  }
  expect(await read({ ListObjectsV2: listed, HeadObject })).toMatchObject(
    known({
      storageClass: known('GLACIER'),
      restored: known(true),
      encryption: known({
        serverSideEncryption: 'aws:kms',
        kmsKeyArn: HeadObject.SSEKMSKeyId,
        bucketKeyEnabled: true,
        sseCustomer: false,
      }),
    }),
  )
  const ongoing = { ...HeadObject, Restore: 'ongoing-request="true"' }
  expect(await read({ ListObjectsV2: listed, HeadObject: ongoing })).toMatchObject(known({ restored: known(false) }))
})

test('without HeadObject its encryption is unread, never the bucket’s default', async () => {
  expect(await read({ ListObjectsV2: listed })).toMatchObject(
    known({ encryption: unreadable('s3:GetObject', 'AccessDenied'), storageClass: known('GLACIER') }),
  )
})

test('400 to HeadObject is what a customer’s key looks like, and not only that', async () => {
  const object = await read({ ListObjectsV2: listed, HeadObject: refused('BadRequest', 400) })
  expect(object).toMatchObject(known({ encryption: { kind: 'unknown' } }))
})

test('a restored object by its listing', async () => {
  const restored = {
    Contents: [
      {
        Key: key,
        StorageClass: 'GLACIER',
        RestoreStatus: { IsRestoreInProgress: false, RestoreExpiryDate: new Date('2030-12-21') },
      },
    ],
  }
  expect(await read({ ListObjectsV2: restored })).toMatchObject(known({ restored: known(true) }))
  expect(await read({ ListObjectsV2: listed })).toMatchObject(known({ restored: known(false) }))
})

test('tags, retention and legal hold', async () => {
  const answers = {
    ListObjectsV2: listed,
    GetObjectTagging: { TagSet: [{ Key: 'class', Value: 'internal' }] },
    GetObjectRetention: { Retention: { Mode: 'GOVERNANCE', RetainUntilDate: new Date('2030-01-01T00:00:00Z') } },
    GetObjectLegalHold: { LegalHold: { Status: 'ON' } },
  }
  expect(await read(answers)).toMatchObject(
    known({
      tags: known({ class: 'internal' }),
      retention: known({ mode: 'GOVERNANCE', retainUntil: '2030-01-01T00:00:00.000Z' }),
      legalHold: known(true),
    }),
  )
})

test.each([
  ['NoSuchObjectLockConfiguration', 404, ''],
  ['InvalidRequest', 400, 'Bucket is missing Object Lock Configuration'],
])('no lock, by S3’s %s', async (code, status, message) => {
  const none = refused(code, status, message)
  expect(await read({ ListObjectsV2: listed, GetObjectRetention: none, GetObjectLegalHold: none })).toMatchObject(
    known({ retention: known(null), legalHold: known(false) }),
  )
})

test('another InvalidRequest says nothing about the lock', async () => {
  const other = refused('InvalidRequest', 400, 'Missing required header for this request')
  expect(await read({ ListObjectsV2: listed, GetObjectRetention: other })).toMatchObject(
    known({ retention: unreadable('s3:GetObjectRetention', 'InvalidRequest') }),
  )
})

test('the owner is an account where its canonical id is known, else that id where it is surely a third one', async () => {
  const foreign = { Contents: [{ Key: key, Owner: { ID: otherId } }] }
  expect(await read({ ListObjectsV2: listed })).toMatchObject(known({ owner: known(own) }))
  expect(await read({ ListObjectsV2: foreign })).toMatchObject(known({ owner: known(otherId) }))
  const callersUnknown = { ...ids, callersKnown: false }
  expect(await read({ ListObjectsV2: foreign }, { key }, callersUnknown)).toMatchObject(
    known({ owner: { kind: 'unknown' } }),
  )
})

test('grants to accounts and to S3’s groups', async () => {
  const GetObjectAcl = {
    Owner: { ID: ownId },
    Grants: [
      { Grantee: { ID: ownId, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' },
      { Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AllUsers', Type: 'Group' }, Permission: 'READ' },
    ],
  }
  expect(await read({ ListObjectsV2: listed, GetObjectAcl })).toMatchObject(
    known({
      acl: known([
        { grantee: own, permission: 'FULL_CONTROL' },
        { grantee: 'AllUsers', permission: 'READ' },
      ]),
    }),
  )
})

test('a version is looked for among the versions, with the rights of versions', async () => {
  const versionId = '3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY'
  const calls: string[] = []
  const ListObjectVersions = ({ KeyMarker }: Readonly<Record<string, unknown>>) =>
    KeyMarker === undefined
      ? {
          Versions: [{ Key: key, VersionId: 'newer' }],
          IsTruncated: true,
          NextKeyMarker: key,
          NextVersionIdMarker: 'newer',
        }
      : { Versions: [{ Key: key, VersionId: versionId, StorageClass: 'STANDARD' }] }
  const account = madeUpAccount(own, { ListObjectVersions }, calls)
  const asked = await askObject(account, place, { key, versionId })
  expect(existsBy(asked)).toEqual(known(true))
  expect(readObject(asked, ids, known(own), known('ObjectWriter'))).toMatchObject(
    known({
      tags: unreadable('s3:GetObjectVersionTagging', 'AccessDenied'),
      encryption: unreadable('s3:GetObjectVersion', 'AccessDenied'),
    }),
  )
  expect(calls).not.toContain('ListObjectsV2')
})
