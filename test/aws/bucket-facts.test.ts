import { readBucketPolicy, readBucketPolicyStatus } from '../../src/aws/bucket-policy.ts'
import { readBucketEncryption, readObjectOwnership, readRequestPayer } from '../../src/aws/bucket-settings.ts'
import { readAccountPublicAccessBlock, readBucketPublicAccessBlock } from '../../src/aws/public-access-block.ts'
import { type Fact, known, unknown, unreadable } from '../../src/fact.ts'
import { type Answer, madeUpAccount, refused } from './made-up-aws.ts'

const place = { Bucket: 'acme-reports', region: 'us-east-1' }

/** Each reader of one setting, the command it sends and the IAM action that is named where it is refused. */
const readers = {
  policy: ['GetBucketPolicy', 's3:GetBucketPolicy', readBucketPolicy],
  status: ['GetBucketPolicyStatus', 's3:GetBucketPolicyStatus', readBucketPolicyStatus],
  block: ['GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock', readBucketPublicAccessBlock],
  accountBlock: ['control:GetPublicAccessBlock', 's3:GetAccountPublicAccessBlock', readAccountPublicAccessBlock],
  ownership: ['GetBucketOwnershipControls', 's3:GetBucketOwnershipControls', readObjectOwnership],
  encryption: ['GetBucketEncryption', 's3:GetEncryptionConfiguration', readBucketEncryption],
  payer: ['GetBucketRequestPayment', 's3:GetBucketRequestPayment', readRequestPayer],
} as const
type Name = keyof typeof readers

async function read(name: Name, answer: Answer): Promise<Fact<unknown>> {
  const [command, , reader] = readers[name]
  return reader(madeUpAccount('111122223333', { [command]: answer }), place)
}

const allOn = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true }
const allOff = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
}
const policy = { Version: '2012-10-17', Statement: [{ Sid: 'DenyOutsideVpce' }] }

test.each<[string, Name, Answer, Fact<unknown>]>([
  [
    'the policy',
    'policy',
    { Policy: JSON.stringify(policy) },
    known({ name: 'acme-reports bucket policy', document: known(policy) }),
  ],
  ['no policy, by S3’s own word', 'policy', refused('NoSuchBucketPolicy', 404), known(null)],
  [
    'a policy that is no JSON',
    'policy',
    { Policy: 'oops' },
    known({
      name: 'acme-reports bucket policy',
      document: unknown('the policy document that AWS holds is no valid JSON'),
    }),
  ],
  [
    'an answer without a policy',
    'policy',
    {},
    known({ name: 'acme-reports bucket policy', document: unknown('AWS answered without the policy document') }),
  ],
  ['a public policy', 'status', { PolicyStatus: { IsPublic: true } }, known(true)],
  ['switches', 'block', { PublicAccessBlockConfiguration: allOn }, known(allOn)],
  [
    'a switch that is not sent is off',
    'block',
    { PublicAccessBlockConfiguration: { BlockPublicAcls: true } },
    known({ ...allOff, BlockPublicAcls: true }),
  ],
  ['no switches', 'block', refused('NoSuchPublicAccessBlockConfiguration', 404), known(null)],
  ['no switches of the account', 'accountBlock', refused('NoSuchPublicAccessBlockConfiguration', 404), known(null)],
  [
    'Object Ownership',
    'ownership',
    { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] } },
    known('BucketOwnerPreferred'),
  ],
  ['a bucket from before it', 'ownership', refused('OwnershipControlsNotFoundError', 404), known('ObjectWriter')],
  [
    'an ownership that nobody knows',
    'ownership',
    { OwnershipControls: { Rules: [{ ObjectOwnership: 'Everybody' }] } },
    unknown('S3 answered without an Object Ownership setting'),
  ],
  [
    'encryption with a key',
    'encryption',
    {
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/reports' },
            BucketKeyEnabled: true,
            BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
          },
        ],
      },
    },
    known({
      sseAlgorithm: 'aws:kms',
      kmsMasterKeyId: 'alias/reports',
      bucketKeyEnabled: true,
      blockedEncryptionTypes: ['SSE-C'],
    }),
  ],
  [
    'no encryption configured is S3’s own',
    'encryption',
    refused('ServerSideEncryptionConfigurationNotFoundError', 404),
    known({ sseAlgorithm: 'AES256', bucketKeyEnabled: false, blockedEncryptionTypes: [] }),
  ],
  ['Requester Pays', 'payer', { Payer: 'Requester' }, known('Requester')],
])('%s', async (_, name, answer, expected) => {
  expect(await read(name, answer)).toEqual(expected)
})

const names = Object.keys(readers).filter((name): name is Name => name in readers)

describe.each(names)('%s', (name) => {
  test.each([
    ['AccessDenied', 403],
    ['MethodNotAllowed', 405],
    ['NoSuchBucket', 404],
    ['SlowDown', 503],
    ['InternalError', 500],
    ['NoSuchTagSet', 404],
  ])('is unreadable where S3 answers %s', async (code, status) => {
    expect(await read(name, refused(code, status))).toEqual(unreadable(readers[name][1], code))
  })
})
