import { GetObjectCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import { GetFederationTokenCommand } from '@aws-sdk/client-sts'
import { createStsClient, ForbiddenCommand } from '../../src/aws/clients.ts'
import { ownCommands, readCommands, reads } from '../../src/aws/commands.ts'
import { madeUpClients } from './made-up-aws.ts'

/** The whole of what the bot may send with the role's credentials. A new line here is a new right to ask people for. */
const allowed = [
  'CloudTrailClient/LookupEventsCommand',
  'EC2Client/DescribeVpcEndpointsCommand',
  'IAMClient/GetGroupPolicyCommand',
  'IAMClient/GetPolicyCommand',
  'IAMClient/GetPolicyVersionCommand',
  'IAMClient/GetRoleCommand',
  'IAMClient/GetRolePolicyCommand',
  'IAMClient/GetUserCommand',
  'IAMClient/GetUserPolicyCommand',
  'IAMClient/ListAttachedGroupPoliciesCommand',
  'IAMClient/ListAttachedRolePoliciesCommand',
  'IAMClient/ListAttachedUserPoliciesCommand',
  'IAMClient/ListGroupPoliciesCommand',
  'IAMClient/ListGroupsForUserCommand',
  'IAMClient/ListRolePoliciesCommand',
  'IAMClient/ListRolesCommand',
  'IAMClient/ListUserPoliciesCommand',
  'KMSClient/DescribeKeyCommand',
  'KMSClient/GetKeyPolicyCommand',
  'KMSClient/ListGrantsCommand',
  'OrganizationsClient/DescribeOrganizationCommand',
  'OrganizationsClient/DescribePolicyCommand',
  'OrganizationsClient/ListParentsCommand',
  'OrganizationsClient/ListPoliciesForTargetCommand',
  'OrganizationsClient/ListRootsCommand',
  'S3Client/GetBucketAclCommand',
  'S3Client/GetBucketEncryptionCommand',
  'S3Client/GetBucketOwnershipControlsCommand',
  'S3Client/GetBucketPolicyCommand',
  'S3Client/GetBucketPolicyStatusCommand',
  'S3Client/GetBucketRequestPaymentCommand',
  'S3Client/GetObjectAclCommand',
  'S3Client/GetObjectLegalHoldCommand',
  'S3Client/GetObjectRetentionCommand',
  'S3Client/GetObjectTaggingCommand',
  'S3Client/GetPublicAccessBlockCommand',
  'S3Client/HeadBucketCommand',
  'S3Client/HeadObjectCommand',
  'S3Client/ListBucketsCommand',
  'S3Client/ListObjectVersionsCommand',
  'S3Client/ListObjectsV2Command',
  'S3ControlClient/GetAccessPointCommand',
  'S3ControlClient/GetAccessPointPolicyCommand',
  'S3ControlClient/GetPublicAccessBlockCommand',
  'S3ControlClient/ListAccessPointsCommand',
]

test('the bot sends these commands, all of them reads, and no others', () => {
  expect([...readCommands].sort()).toEqual(allowed)
  for (const command of readCommands) expect(command).toMatch(/^\w+Client\/(Get|Head|List|Describe|Lookup)\w+Command$/)
})

test('an object’s data is never read', () => {
  expect(readCommands).not.toContain('S3Client/GetObjectCommand')
  expect(readCommands).not.toContain('S3Client/GetObjectAttributesCommand')
  expect(readCommands).not.toContain('S3Client/SelectObjectContentCommand')
})

test('every IAM action of the table is a read, too', () => {
  for (const { action } of Object.values(reads)) expect(action).toMatch(/^[a-z0-9]+:(Get|List|Describe|Lookup)\w+$/)
})

test('a client refuses a write before anything is sent', async () => {
  const calls: string[] = []
  const s3 = madeUpClients({ PutBucketPolicy: {}, GetObject: {} }, calls).s3()
  await expect(s3.send(new PutBucketPolicyCommand({ Bucket: 'acme-reports', Policy: '{}' }))).rejects.toThrow(
    ForbiddenCommand,
  )
  await expect(s3.send(new GetObjectCommand({ Bucket: 'acme-reports', Key: 'a' }))).rejects.toThrow(ForbiddenCommand)
  expect(calls).toEqual([])
})

test('the bot’s own credentials serve AssumeRole and GetCallerIdentity alone', async () => {
  expect([...ownCommands].sort()).toEqual(['STSClient/AssumeRoleCommand', 'STSClient/GetCallerIdentityCommand'])
  const sts = createStsClient('us-east-1')
  await expect(sts.send(new GetFederationTokenCommand({ Name: 'anna' }))).rejects.toThrow(ForbiddenCommand)
})
