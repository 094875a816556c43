import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { reads } from '../../src/aws/commands.ts'

export const own = '111122223333'
export const other = '444455556666'
const root = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }

export interface Fixture {
  readonly botKeys: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly keyArn: string
}

const allow = (action: string | readonly string[], resource: string | readonly string[] = '*') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] })

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
})

export const denyOutsideVpce = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'DenyOutsideVpce',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::acme-reports/*',
      Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } },
    },
  ],
}

export const keyPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'OnlyAdmin',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${own}:role/key-admin` },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
}

/**
 * All reads of the bot's, without the right to objects' data; and moto's own names for some of them: it knows no
 * s3:GetAccountPublicAccessBlock and asks for s3:HeadBucket.
 */
const readActions = [
  ...Object.values(reads)
    .map(({ action }) => action)
    .filter((action) => action !== 's3:GetObject' && action !== 's3:GetObjectVersion'),
  's3:HeadBucket',
  's3:GetPublicAccessBlock',
]

/** moto asks for s3:GetObject for whatever hangs on an object. */
const headActions = [...readActions, 's3:GetObject', 's3:GetObjectVersion']

const blindTo = /BucketPolicy|:GetPolicy$|GetKeyPolicy|PublicAccessBlock|ListGroupsForUser/

/** The made-up account that the wires are tried on, put into moto while everybody may still write. */
export async function fillMoto(endpoint: string): Promise<Fixture> {
  const region = 'us-east-1'
  const sts = new STSClient({ endpoint, region, credentials: root })
  const inAccount = async (account: string) => {
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/setup`, RoleSessionName: 'setup' }),
    )
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    }
    const config = { endpoint, region, credentials }
    return {
      iam: new IAMClient(config),
      kms: new KMSClient(config),
      s3: new S3Client({ ...config, forcePathStyle: true }),
    }
  }
  const a = await inAccount(own)
  const b = await inAccount(other)
  const role = async (iam: IAMClient, RoleName: string, policy: string | null, more: object = {}) => {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...more }))
    if (policy !== null)
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument: policy }))
  }

  for (const { iam } of [a, b]) {
    await role(iam, 's3denied-readonly', allow(readActions))
    await role(iam, 's3denied-head', allow(headActions))
    await role(iam, 's3denied-narrow', allow(headActions.filter((action) => !blindTo.test(action))))
  }
  const { Policy: boundary } = await a.iam.send(
    new CreatePolicyCommand({ PolicyName: 'data-boundary', PolicyDocument: allow('s3:ListBucket') }),
  )
  await role(a.iam, 'etl-runner', allow('s3:GetObject', 'arn:aws:s3:::acme-reports/*'), {
    Path: '/service/',
    PermissionsBoundary: boundary?.Arn,
    Tags: [{ Key: 'team', Value: 'data' }],
  })
  await a.iam.send(
    new AttachRolePolicyCommand({
      RoleName: 'etl-runner',
      PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
    }),
  )
  await role(a.iam, 'twin', null)
  await role(b.iam, 'twin', null)
  await role(b.iam, 'partner-reader', allow('s3:GetObject'))
  await role(a.iam, 'AWSReservedSSO_DataEngineer_0123456789abcdef', null, {
    Path: '/aws-reserved/sso.amazonaws.com/eu-west-1/',
  })
  await a.iam.send(new CreateUserCommand({ UserName: 'anna' }))
  await a.iam.send(
    new PutUserPolicyCommand({ UserName: 'anna', PolicyName: 'own', PolicyDocument: allow('s3:ListBucket') }),
  )
  await a.iam.send(new CreateGroupCommand({ GroupName: 'analysts' }))
  await a.iam.send(
    new PutGroupPolicyCommand({ GroupName: 'analysts', PolicyName: 'of-group', PolicyDocument: allow('s3:GetObject') }),
  )
  await a.iam.send(new AddUserToGroupCommand({ GroupName: 'analysts', UserName: 'anna' }))

  const { KeyMetadata } = await a.kms.send(new CreateKeyCommand({ Policy: JSON.stringify(keyPolicy) }))
  const keyArn = KeyMetadata?.Arn ?? ''
  await a.s3.send(new CreateBucketCommand({ Bucket: 'acme-reports', ObjectOwnership: 'BucketOwnerEnforced' }))
  await a.s3.send(new PutBucketPolicyCommand({ Bucket: 'acme-reports', Policy: JSON.stringify(denyOutsideVpce) }))
  await a.s3.send(
    new PutPublicAccessBlockCommand({
      Bucket: 'acme-reports',
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
  )
  await a.s3.send(
    new PutBucketEncryptionCommand({
      Bucket: 'acme-reports',
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn },
            BucketKeyEnabled: true,
          },
        ],
      },
    }),
  )
  await a.s3.send(
    new PutObjectCommand({
      Bucket: 'acme-reports',
      Key: '2026/q3.csv',
      Body: 'a,b',
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: keyArn,
    }),
  )
  await a.s3.send(new PutObjectCommand({ Bucket: 'acme-reports', Key: '2026/q3.csv.bak', Body: 'a,b' }))
  await a.s3.send(new PutObjectCommand({ Bucket: 'acme-reports', Key: 'readme', Body: 'a' }))
  await a.s3.send(new CreateBucketCommand({ Bucket: 'acme-plain' }))
  await b.s3.send(
    new CreateBucketCommand({ Bucket: 'partner-drop', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  )
  await b.s3.send(
    new PutBucketOwnershipControlsCommand({
      Bucket: 'partner-drop',
      OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
    }),
  )

  const bot = new IAMClient({ endpoint, region, credentials: root })
  await bot.send(new CreateUserCommand({ UserName: 's3denied-bot' }))
  await bot.send(
    new PutUserPolicyCommand({
      UserName: 's3denied-bot',
      PolicyName: 'assume',
      PolicyDocument: allow('sts:AssumeRole', `arn:aws:iam::*:role/s3denied-*`),
    }),
  )
  const { AccessKey } = await bot.send(new CreateAccessKeyCommand({ UserName: 's3denied-bot' }))
  return {
    botKeys: { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' },
    keyArn,
  }
}
