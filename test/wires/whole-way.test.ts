import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import {
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { acme, people, you } from '../../src/demo/acme.ts'
import { type StandIn, startStandIn } from '../../src/demo/slack-stand-in/stand-in.ts'
import { type MotoServer, motoIsInstalled, startMoto } from '../aws/moto-server.ts'
import { fromBot, textOf, until } from './slack-workspace.ts'

/** The whole way: a signed `/s3denied` to the process, AWS as moto has it, and the reply in the thread. */

const root = fileURLToPath(new URL('../../', import.meta.url))
const own = '111122223333'
const other = '444455556666'
const signingSecret = 'whole-way-signing-secret'
const installed = motoIsInstalled()
if (!installed) console.warn('SKIPPED: the whole way is not tried, since moto_server is not installed')
const whole = installed ? describe : describe.skip

const policy = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements })
const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const trust = policy({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' })
const switches = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true }

let moto: MotoServer
let standIn: StandIn
let bot: ChildProcess
let channel = ''
let keys: Keys

interface Keys {
  readonly id: string
  readonly secret: string
}

/** Fills the account, and gives the bot's own keys, which may do nothing but assume the two roles. */
async function fill(endpoint: string): Promise<Keys> {
  const region = 'us-east-1'
  const sts = new STSClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' },
  })
  const clients = async (account: string) => {
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/setup`, RoleSessionName: 'setup' }),
    )
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    }
    const config = { endpoint, region, credentials }
    return {
      iam: new IAMClient(config),
      kms: new KMSClient(config),
      s3: new S3Client({ ...config, forcePathStyle: true }),
    }
  }
  const { iam, kms, s3 } = await clients(own)
  const partner = await clients(other)
  const role = async (client: IAMClient, RoleName: string, document: string | null, more: object = {}) => {
    await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...more }))
    if (document !== null)
      await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument: document }))
  }
  const bucket = async (Bucket: string, document?: string) => {
    await s3.send(new CreateBucketCommand({ Bucket, ObjectOwnership: 'BucketOwnerEnforced' }))
    await s3.send(new PutObjectCommand({ Bucket, Key: '2026/q3.csv', Body: 'a,b' }))
    if (document !== undefined) await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: document }))
  }
  for (const client of [iam, partner.iam]) {
    await role(client, 's3denied-readonly', policy(allow('*', '*')))
    // Reads everything but bucket policies.
    await role(
      client,
      's3denied-blind',
      policy(allow('*', '*'), { Effect: 'Deny', Action: 's3:GetBucketPolicy', Resource: '*' }),
    )
  }
  await role(iam, 'etl-runner', policy(allow('s3:*', '*')))
  await role(iam, 'newcomer', policy(allow('ec2:*', '*')))
  await role(iam, 'bucket-only', policy(allow(['s3:GetObject', 's3:ListBucket'], 'arn:aws:s3:::acme-plain')))
  const { Policy: boundary } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'no-objects', PolicyDocument: policy(allow('ec2:*', '*')) }),
  )
  await role(iam, 'bounded', policy(allow('s3:*', '*')), { PermissionsBoundary: boundary?.Arn })
  await role(iam, 'reader', policy(allow('s3:GetObject', '*')))
  const { Policy: kmsUser } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'kms-user', PolicyDocument: policy(allow('kms:Decrypt', '*')) }),
  )
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'etl-runner', PolicyArn: kmsUser?.Arn }))
  await role(partner.iam, 'partner-reader', policy(allow('s3:*', '*')))
  await bucket('acme-plain')
  await bucket(
    'acme-reports',
    policy({
      Sid: 'LegalFreeze',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::acme-reports/2026/*',
    }),
  )
  await bucket(
    'acme-public',
    policy(allow('s3:GetObject', 'arn:aws:s3:::acme-public/*', { Sid: 'Everyone', Principal: '*' })),
  )
  await s3.send(new PutPublicAccessBlockCommand({ Bucket: 'acme-public', PublicAccessBlockConfiguration: switches }))
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({
      Policy: policy(allow('kms:*', '*', { Sid: 'VaultOnly', Principal: { AWS: `arn:aws:iam::${own}:role/vault` } })),
    }),
  )
  await bucket('acme-sealed')
  await s3.send(
    new PutObjectCommand({
      Bucket: 'acme-sealed',
      Key: '2026/q3.csv',
      Body: 'a,b',
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: KeyMetadata?.Arn,
    }),
  )
  await iam.send(new CreateUserCommand({ UserName: 's3denied-bot' }))
  await iam.send(
    new PutUserPolicyCommand({
      UserName: 's3denied-bot',
      PolicyName: 'assume',
      PolicyDocument: policy(allow('sts:AssumeRole', 'arn:aws:iam::*:role/s3denied-*')),
    }),
  )
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 's3denied-bot' }))
  return { id: AccessKey?.AccessKeyId ?? '', secret: AccessKey?.SecretAccessKey ?? '' }
}

function startBot(roleName: string): ChildProcess {
  return spawn(process.execPath, [`${root}dist/index.js`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      SLACK_BOT_TOKEN: 'xoxb-whole-way',
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: standIn.apiUrl,
      PORT: '0',
      S3DENIED_ROLE_ARN: `arn:aws:iam::{account}:role/${roleName}`,
      S3DENIED_ACCOUNTS: `${own},${other}`,
      AWS_ENDPOINT_URL: moto.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: keys.id,
      AWS_SECRET_ACCESS_KEY: keys.secret,
    },
  })
}

async function connect(started: ChildProcess): Promise<void> {
  const port = await new Promise<number>((resolve, reject) => {
    let seen = ''
    started.once('exit', () => reject(new Error(`the bot ended: ${seen}`)))
    started.stdout?.on('data', (chunk: Buffer) => {
      seen += chunk.toString()
      const found = /"port":(\d+)/.exec(seen)?.[1]
      if (found !== undefined) resolve(Number(found))
    })
  })
  const address = `http://127.0.0.1:${port}`
  while ((await fetch(`${address}/readyz`)).status !== 200) await wait(20)
  standIn.setRequestUrl(`${address}/slack/events`)
}

async function answerTo(text: string): Promise<string> {
  const before = fromBot(standIn, channel).length
  await standIn.command(you.id, channel, '/s3denied', text)
  const settled = await until(
    `an answer to ${text}`,
    () =>
      fromBot(standIn, channel)
        .slice(before)
        .find((message) => message.thread_ts !== undefined && !textOf(message).includes('eading AWS')),
    15_000,
  )
  return textOf(settled)
}

whole('a signed /s3denied', () => {
  beforeAll(async () => {
    execFileSync(process.execPath, [
      `${root}node_modules/typescript/bin/tsc`,
      '-p',
      `${root}tsconfig.build.json`,
      '--noCheck',
    ])
    moto = await startMoto()
    keys = await fill(moto.url)
    standIn = await startStandIn({
      installation: acme,
      people,
      botToken: 'xoxb-whole-way',
      signingSecret,
      retryDelaysMs: [],
    })
    channel = standIn.createChannel(you.id, 'data-eng', { members: [you.id, acme.botUserId] }).id
    bot = startBot('s3denied-readonly')
    await connect(bot)
  })

  afterAll(async () => {
    bot?.kill('SIGTERM')
    await standIn?.close()
    await moto?.stop()
  })

  test.each([
    [
      'a bucket policy that denies',
      'acme-reports/2026/q3.csv as etl-runner',
      [
        'bucket policy',
        'LegalFreeze',
        'role/etl-runner',
        's3:GetObject',
        'arn:aws:s3:::acme-reports/2026/q3.csv',
        'put-bucket-policy',
        'proven',
      ],
    ],
    [
      'a role without an allow',
      'acme-plain/2026/q3.csv as newcomer',
      [
        'identity-based policies of role',
        'newcomer',
        's3:GetObject',
        'arn:aws:s3:::acme-plain/2026/q3.csv',
        'put-role-policy',
      ],
    ],
    [
      'a role granted only the bucket',
      'acme-plain/2026/q3.csv as bucket-only',
      ['not the objects in it', 'arn:aws:s3:::acme-plain/2026/q3.csv', 'put-role-policy'],
    ],
    [
      'a permissions boundary',
      'acme-plain/2026/q3.csv as bounded',
      ['permissions boundary', 'no-objects', 's3:GetObject'],
    ],
    ['a key policy', 'acme-sealed/2026/q3.csv as etl-runner', ['KMS key', 'kms:Decrypt', 'put-key-policy']],
    [
      'a public access block',
      `acme-public/2026/q3.csv as arn:aws:iam::${other}:role/partner-reader`,
      ['Block Public Access', 'RestrictPublicBuckets', 'get-bucket-policy-status'],
    ],
    ['a missing object', 'acme-plain/2026/q4.csv as reader', ['no object', 'acme-plain/2026/q4.csv', 'head-object']],
    ['an unknown bucket', 'acme-nowhere/2026/q3.csv as etl-runner', ['no bucket', 'acme-nowhere']],
    ['an unknown principal', 'acme-plain/2026/q3.csv as nobody-here', ['nobody-here', 'sts get-caller-identity']],
  ])('tells %s', async (_, asked, words) => {
    const answer = await answerTo(asked)
    for (const word of words) expect(answer).toContain(word)
  })

  test('says that the bucket policy could not be read, and proves nothing by it', async () => {
    bot.kill('SIGTERM')
    await moto.enforceIam()
    bot = startBot('s3denied-blind')
    await connect(bot)
    const answer = await answerTo('acme-reports/2026/q3.csv as etl-runner')
    expect(answer).toContain('s3:GetBucketPolicy')
    expect(answer).not.toContain('proven')
    expect(answer).not.toContain('LegalFreeze')
  })
})
