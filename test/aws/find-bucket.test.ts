import { findBucket } from '../../src/aws/find-bucket.ts'
import { known, unreadable } from '../../src/fact.ts'
import { type Answers, madeUpAccount, refused } from './made-up-aws.ts'

const bucket = 'acme-reports'
const accounts = (...tables: Answers[]) =>
  tables.map((table, index) => madeUpAccount(['111122223333', '444455556666'][index] ?? '777788889999', table))

const inEu = { 'x-amz-bucket-region': 'eu-west-1' }
const mine = { Buckets: [{ Name: bucket, BucketRegion: 'eu-west-1' }], Owner: { ID: 'canonical-1' } }
const none = { Buckets: [{ Name: 'acme-reports-old' }], Owner: { ID: 'canonical-2' } }

test('the account that lists it owns it', async () => {
  const found = await findBucket(bucket, accounts({ ListBuckets: none }, { ListBuckets: mine }))
  expect(found).toMatchObject({ exists: known(true), owner: known('444455556666'), region: known('eu-west-1') })
  expect([...found.canonicalIds]).toEqual([
    ['canonical-2', '111122223333'],
    ['canonical-1', '444455556666'],
  ])
})

test('a long list is followed to its page', async () => {
  const ListBuckets = ({ ContinuationToken }: Readonly<Record<string, unknown>>) =>
    ContinuationToken === undefined ? { Buckets: [], ContinuationToken: 'next' } : mine
  expect(await findBucket(bucket, accounts({ ListBuckets }))).toMatchObject({ owner: known('111122223333') })
})

test('a refusal that carries the Region is of a bucket that is there', async () => {
  const HeadBucket = refused('Forbidden', 403, '', inEu)
  const found = await findBucket(bucket, accounts({ HeadBucket, ListBuckets: none }))
  expect(found).toMatchObject({ exists: known(true), region: known('eu-west-1'), owner: { kind: 'unknown' } })
})

test('a refusal without it says nothing', async () => {
  const HeadBucket = refused('Forbidden', 403)
  const found = await findBucket(bucket, accounts({ HeadBucket }))
  expect(found).toMatchObject({
    exists: unreadable('s3:ListBucket', 'AccessDenied'),
    region: unreadable('s3:ListBucket', 'AccessDenied'),
    owner: unreadable('s3:ListAllMyBuckets', 'AccessDenied'),
  })
})

test('404 is no such bucket', async () => {
  const HeadBucket = refused('NotFound', 404)
  expect(await findBucket(bucket, accounts({ HeadBucket, ListBuckets: none }))).toMatchObject({ exists: known(false) })
})

test('where lists are refused, a call that expects the account as the owner settles it, and a refusal does not', async () => {
  const HeadBucket = ({ ExpectedBucketOwner }: Readonly<Record<string, unknown>>) =>
    ExpectedBucketOwner === '444455556666' ? { BucketRegion: 'eu-west-1' } : refused('Forbidden', 403, '', inEu)
  const found = await findBucket(bucket, accounts({ HeadBucket }, { HeadBucket }))
  expect(found).toMatchObject({ owner: known('444455556666') })
  const GetBucketPolicy = refused('NoSuchBucketPolicy', 404)
  expect(await findBucket(bucket, accounts({}, { GetBucketPolicy }))).toMatchObject({ owner: known('444455556666') })
  const elsewhere = refused('MethodNotAllowed', 405)
  expect(await findBucket(bucket, accounts({ GetBucketPolicy: elsewhere }))).toMatchObject({
    owner: { kind: 'unreadable' },
  })
})

test('the name of the account-regional namespace says whose it is', async () => {
  const HeadBucket = refused('Forbidden', 403)
  expect(await findBucket('logs-123456789012-us-east-1-an', accounts({ HeadBucket }))).toMatchObject({
    owner: known('123456789012'),
    region: known('us-east-1'),
  })
})
