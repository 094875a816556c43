import {
  type CloudTrailClientResolvedConfig,
  type $Command as CloudTrailCommand,
  type ServiceInputTypes as CloudTrailInput,
  type ServiceOutputTypes as CloudTrailOutput,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail'
import {
  DescribeVpcEndpointsCommand,
  type EC2ClientResolvedConfig,
  type $Command as EC2Command,
  type ServiceInputTypes as EC2Input,
  type ServiceOutputTypes as EC2Output,
} from '@aws-sdk/client-ec2'
import {
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClientResolvedConfig,
  type $Command as IAMCommand,
  type ServiceInputTypes as IAMInput,
  type ServiceOutputTypes as IAMOutput,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam'
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type KMSClientResolvedConfig,
  type $Command as KMSCommand,
  type ServiceInputTypes as KMSInput,
  type ServiceOutputTypes as KMSOutput,
  ListGrantsCommand,
} from '@aws-sdk/client-kms'
import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  type OrganizationsClientResolvedConfig,
  type $Command as OrganizationsCommand,
  type ServiceInputTypes as OrganizationsInput,
  type ServiceOutputTypes as OrganizationsOutput,
} from '@aws-sdk/client-organizations'
import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketRequestPaymentCommand,
  GetObjectAclCommand,
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  GetObjectTaggingCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type S3ClientResolvedConfig,
  type $Command as S3Command,
  type ServiceInputTypes as S3Input,
  type ServiceOutputTypes as S3Output,
} from '@aws-sdk/client-s3'
import {
  GetAccessPointCommand,
  GetAccessPointPolicyCommand,
  GetPublicAccessBlockCommand as GetAccountPublicAccessBlockCommand,
  ListAccessPointsCommand,
  type S3ControlClientResolvedConfig,
  type $Command as S3ControlCommand,
  type ServiceInputTypes as S3ControlInput,
  type ServiceOutputTypes as S3ControlOutput,
} from '@aws-sdk/client-s3-control'
import type { Clients } from './clients.ts'

/**
 * One call that the bot may make. `action` is the IAM action that it needs; `command` is the SDK's name of it. A thing
 * that needs another action for a version of an object is a read of its own.
 */
export interface Read<I, O> {
  readonly action: string
  readonly command: string
  readonly send: (clients: Clients, input: I, options: SendOptions) => Promise<O>
}

export interface SendOptions {
  readonly abortSignal: AbortSignal
}

const s3 = <I extends S3Input, O extends S3Output>(
  action: string,
  Make: new (input: I) => S3Command<I, O, S3ClientResolvedConfig, S3Input, S3Output>,
): Read<I, O> => ({
  action,
  command: `S3Client/${Make.name}`,
  send: (clients, input, options) => clients.s3().send(new Make(input), options),
})

const s3Control = <I extends S3ControlInput, O extends S3ControlOutput>(
  action: string,
  Make: new (input: I) => S3ControlCommand<I, O, S3ControlClientResolvedConfig, S3ControlInput, S3ControlOutput>,
): Read<I, O> => ({
  action,
  command: `S3ControlClient/${Make.name}`,
  send: (clients, input, options) => clients.s3Control().send(new Make(input), options),
})

const iam = <I extends IAMInput, O extends IAMOutput>(
  action: string,
  Make: new (input: I) => IAMCommand<I, O, IAMClientResolvedConfig, IAMInput, IAMOutput>,
): Read<I, O> => ({
  action,
  command: `IAMClient/${Make.name}`,
  send: (clients, input, options) => clients.iam().send(new Make(input), options),
})

const kms = <I extends KMSInput, O extends KMSOutput>(
  action: string,
  Make: new (input: I) => KMSCommand<I, O, KMSClientResolvedConfig, KMSInput, KMSOutput>,
): Read<I, O> => ({
  action,
  command: `KMSClient/${Make.name}`,
  send: (clients, input, options) => clients.kms().send(new Make(input), options),
})

const organizations = <I extends OrganizationsInput, O extends OrganizationsOutput>(
  action: string,
  Make: new (
    input: I,
  ) => OrganizationsCommand<I, O, OrganizationsClientResolvedConfig, OrganizationsInput, OrganizationsOutput>,
): Read<I, O> => ({
  action,
  command: `OrganizationsClient/${Make.name}`,
  send: (clients, input, options) => clients.organizations().send(new Make(input), options),
})

const ec2 = <I extends EC2Input, O extends EC2Output>(
  action: string,
  Make: new (input: I) => EC2Command<I, O, EC2ClientResolvedConfig, EC2Input, EC2Output>,
): Read<I, O> => ({
  action,
  command: `EC2Client/${Make.name}`,
  send: (clients, input, options) => clients.ec2().send(new Make(input), options),
})

const cloudTrail = <I extends CloudTrailInput, O extends CloudTrailOutput>(
  action: string,
  Make: new (input: I) => CloudTrailCommand<I, O, CloudTrailClientResolvedConfig, CloudTrailInput, CloudTrailOutput>,
): Read<I, O> => ({
  action,
  command: `CloudTrailClient/${Make.name}`,
  send: (clients, input, options) => clients.cloudTrail().send(new Make(input), options),
})

/**
 * Every call of the bot's to AWS, all of them reads, with the IAM action of each: the deployed role and the session
 * policy are made of this list, and the clients refuse whatever is not on it.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const reads = {
  headBucket: s3('s3:ListBucket', HeadBucketCommand),
  listBuckets: s3('s3:ListAllMyBuckets', ListBucketsCommand),
  getBucketPolicy: s3('s3:GetBucketPolicy', GetBucketPolicyCommand),
  getBucketPolicyStatus: s3('s3:GetBucketPolicyStatus', GetBucketPolicyStatusCommand),
  getBucketPublicAccessBlock: s3('s3:GetBucketPublicAccessBlock', GetPublicAccessBlockCommand),
  getBucketOwnershipControls: s3('s3:GetBucketOwnershipControls', GetBucketOwnershipControlsCommand),
  getBucketAcl: s3('s3:GetBucketAcl', GetBucketAclCommand),
  getBucketEncryption: s3('s3:GetEncryptionConfiguration', GetBucketEncryptionCommand),
  getBucketRequestPayment: s3('s3:GetBucketRequestPayment', GetBucketRequestPaymentCommand),
  /** Needs the right to the object's data, which the role does not have unless it is given on purpose. */
  headObject: s3('s3:GetObject', HeadObjectCommand),
  headObjectVersion: s3('s3:GetObjectVersion', HeadObjectCommand),
  listObjects: s3('s3:ListBucket', ListObjectsV2Command),
  listObjectVersions: s3('s3:ListBucketVersions', ListObjectVersionsCommand),
  getObjectAcl: s3('s3:GetObjectAcl', GetObjectAclCommand),
  getObjectVersionAcl: s3('s3:GetObjectVersionAcl', GetObjectAclCommand),
  getObjectTagging: s3('s3:GetObjectTagging', GetObjectTaggingCommand),
  getObjectVersionTagging: s3('s3:GetObjectVersionTagging', GetObjectTaggingCommand),
  getObjectRetention: s3('s3:GetObjectRetention', GetObjectRetentionCommand),
  getObjectLegalHold: s3('s3:GetObjectLegalHold', GetObjectLegalHoldCommand),
  getAccountPublicAccessBlock: s3Control('s3:GetAccountPublicAccessBlock', GetAccountPublicAccessBlockCommand),
  listAccessPoints: s3Control('s3:ListAccessPoints', ListAccessPointsCommand),
  getAccessPoint: s3Control('s3:GetAccessPoint', GetAccessPointCommand),
  getAccessPointPolicy: s3Control('s3:GetAccessPointPolicy', GetAccessPointPolicyCommand),
  getRole: iam('iam:GetRole', GetRoleCommand),
  getUser: iam('iam:GetUser', GetUserCommand),
  listRoles: iam('iam:ListRoles', ListRolesCommand),
  listRolePolicies: iam('iam:ListRolePolicies', ListRolePoliciesCommand),
  getRolePolicy: iam('iam:GetRolePolicy', GetRolePolicyCommand),
  listAttachedRolePolicies: iam('iam:ListAttachedRolePolicies', ListAttachedRolePoliciesCommand),
  listUserPolicies: iam('iam:ListUserPolicies', ListUserPoliciesCommand),
  getUserPolicy: iam('iam:GetUserPolicy', GetUserPolicyCommand),
  listAttachedUserPolicies: iam('iam:ListAttachedUserPolicies', ListAttachedUserPoliciesCommand),
  listGroupsForUser: iam('iam:ListGroupsForUser', ListGroupsForUserCommand),
  listGroupPolicies: iam('iam:ListGroupPolicies', ListGroupPoliciesCommand),
  getGroupPolicy: iam('iam:GetGroupPolicy', GetGroupPolicyCommand),
  listAttachedGroupPolicies: iam('iam:ListAttachedGroupPolicies', ListAttachedGroupPoliciesCommand),
  getPolicy: iam('iam:GetPolicy', GetPolicyCommand),
  getPolicyVersion: iam('iam:GetPolicyVersion', GetPolicyVersionCommand),
  describeKey: kms('kms:DescribeKey', DescribeKeyCommand),
  getKeyPolicy: kms('kms:GetKeyPolicy', GetKeyPolicyCommand),
  listGrants: kms('kms:ListGrants', ListGrantsCommand),
  describeOrganization: organizations('organizations:DescribeOrganization', DescribeOrganizationCommand),
  listRoots: organizations('organizations:ListRoots', ListRootsCommand),
  listParents: organizations('organizations:ListParents', ListParentsCommand),
  listPoliciesForTarget: organizations('organizations:ListPoliciesForTarget', ListPoliciesForTargetCommand),
  describePolicy: organizations('organizations:DescribePolicy', DescribePolicyCommand),
  describeVpcEndpoints: ec2('ec2:DescribeVpcEndpoints', DescribeVpcEndpointsCommand),
  lookupEvents: cloudTrail('cloudtrail:LookupEvents', LookupEventsCommand),
}

/** The SDK's names of the commands that may be sent with the role's credentials. */
export const readCommands: ReadonlySet<string> = new Set(Object.values(reads).map(({ command }) => command))

/** What the bot's own credentials may be used for, and nothing else. */
export const ownCommands: ReadonlySet<string> = new Set([
  'STSClient/AssumeRoleCommand',
  'STSClient/GetCallerIdentityCommand',
])
