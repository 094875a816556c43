import { readRecentChanges } from '../../src/aws/recent-changes.ts'
import { known, unreadable } from '../../src/fact.ts'
import { type Answers, madeUpAccount, refused } from './made-up-aws.ts'

const bucket = 'arn:aws:s3:::acme-reports'
const by = 'arn:aws:iam::111122223333:user/terraform'

const event = (eventName: string, eventTime: string, requestParameters: object, more: object = {}) => ({
  CloudTrailEvent: JSON.stringify({
    eventName,
    eventTime,
    requestParameters,
    userIdentity: { arn: by, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    ...more,
  }),
})

const read = (answers: Answers) =>
  readRecentChanges(
    [
      {
        account: madeUpAccount('111122223333', answers),
        region: 'us-east-1',
        by: { AttributeKey: 'ResourceName', AttributeValue: 'acme-reports' },
        resource: bucket,
      },
    ],
    new Date('2026-05-04T09:00:00Z'),
  )

const older = { Version: '2012-10-17', Statement: [{ Sid: 'Older' }] }
const newer = { Version: '2012-10-17', Statement: [{ Sid: 'Newer' }] }

test('changes of every page, newest first; what the newer replaced is what the older set', async () => {
  const LookupEvents = ({ NextToken }: Readonly<Record<string, unknown>>) =>
    NextToken === undefined
      ? {
          Events: [
            event('GetBucketPolicy', '2026-05-04T08:30:00Z', {}),
            event('PutBucketPolicy', '2026-05-04T08:00:00Z', { bucketPolicy: newer }),
            event('PutBucketPolicy', '2026-05-04T07:59:00Z', {}, { errorCode: 'AccessDenied' }),
          ],
          NextToken: 'more',
        }
      : { Events: [event('PutBucketPolicy', '2026-05-01T08:00:00Z', { bucketPolicy: older })] }
  expect(await read({ LookupEvents })).toEqual(
    known([
      { time: '2026-05-04T08:00:00Z', eventName: 'PutBucketPolicy', by, resource: bucket, before: older, after: newer },
      {
        time: '2026-05-01T08:00:00Z',
        eventName: 'PutBucketPolicy',
        by,
        resource: bucket,
        before: expect.stringContaining('not recorded'),
        after: older,
      },
    ]),
  )
})

test.each([
  ['PutRolePolicy', { policyDocument: JSON.stringify(newer) }, expect.any(String), newer],
  [
    'DetachRolePolicy',
    { policyArn: 'arn:aws:iam::111122223333:policy/read' },
    { policyArn: 'arn:aws:iam::111122223333:policy/read' },
    null,
  ],
  ['PutKeyPolicy', { policy: JSON.stringify(newer) }, expect.any(String), newer],
  [
    'PutBucketPublicAccessBlock',
    { PublicAccessBlockConfiguration: { BlockPublicAcls: true } },
    expect.any(String),
    { BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false },
  ],
  [
    'PutBucketOwnershipControls',
    { OwnershipControls: { Rule: { ObjectOwnership: 'ObjectWriter' } } },
    expect.any(String),
    'ObjectWriter',
  ],
])('%s', async (name, parameters, before, after) => {
  const LookupEvents = { Events: [event(name, '2026-05-04T08:00:00Z', parameters)] }
  expect(await read({ LookupEvents })).toMatchObject(known([{ eventName: name, before, after }]))
})

test('no access key leaves the event, and what is no JSON is passed over', async () => {
  const LookupEvents = {
    Events: [{ CloudTrailEvent: 'oops' }, event('DeleteBucketPolicy', '2026-05-04T08:00:00Z', {})],
  }
  const changes = await read({ LookupEvents })
  expect(changes).toMatchObject(known([{ eventName: 'DeleteBucketPolicy', after: null }]))
  expect(JSON.stringify(changes)).not.toContain('AKIA')
})

test('a refused lookup is unreadable', async () => {
  expect(await read({ LookupEvents: refused('AccessDeniedException', 400) })).toEqual(
    unreadable('cloudtrail:LookupEvents', 'AccessDeniedException'),
  )
})
