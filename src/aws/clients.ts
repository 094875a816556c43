import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { EC2Client } from '@aws-sdk/client-ec2'
import { IAMClient } from '@aws-sdk/client-iam'
import { KMSClient } from '@aws-sdk/client-kms'
import { OrganizationsClient } from '@aws-sdk/client-organizations'
import { S3Client } from '@aws-sdk/client-s3'
import { S3ControlClient } from '@aws-sdk/client-s3-control'
import { STSClient } from '@aws-sdk/client-sts'
import { ownCommands, readCommands } from './commands.ts'

/** The SDK's clients of one account and Region, each made when it is first used. */
export interface Clients {
  readonly s3: () => S3Client
  readonly s3Control: () => S3ControlClient
  readonly iam: () => IAMClient
  readonly kms: () => KMSClient
  readonly organizations: () => OrganizationsClient
  readonly ec2: () => EC2Client
  readonly cloudTrail: () => CloudTrailClient
}

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** Where AWS is: the connections that all clients share, and another address where AWS_ENDPOINT_URL gives one. */
export interface Wire {
  readonly requestHandler: STSClient['config']['requestHandler']
  readonly endpoint: URL | null
}

/** A call that is repeated once is worth its time; Organizations throttles at a few calls a second, so it waits longer. */
const maxAttempts = 2
const organizationsMaxAttempts = 4

/** The only client with the bot's own credentials, which come from where the SDK finds them. */
export function createStsClient(region: string): STSClient {
  const client = new STSClient({
    region,
    maxAttempts,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 4_000 },
  })
  guard(client, ownCommands)
  return client
}

export const createWire = (sts: STSClient, endpointUrl: string | undefined): Wire => ({
  requestHandler: sts.config.requestHandler,
  endpoint: endpointUrl === undefined || endpointUrl === '' ? null : new URL(endpointUrl),
})

/** Clients with the credentials of an assumed role; none of them sends anything but the reads of commands.ts. */
export function createClients(credentials: Credentials, region: string, { requestHandler, endpoint }: Wire): Clients {
  const config = { credentials, region, maxAttempts, requestHandler }
  return {
    // An address instead of AWS's own has no names under it for buckets and accounts.
    s3: once(() =>
      guard(
        new S3Client({
          ...config,
          followRegionRedirects: true,
          disableS3ExpressSessionAuth: true,
          forcePathStyle: endpoint !== null,
        }),
        readCommands,
      ),
    ),
    s3Control: once(() =>
      guard(
        new S3ControlClient(endpoint === null ? config : { ...config, endpointProvider: () => ({ url: endpoint }) }),
        readCommands,
      ),
    ),
    iam: once(() => guard(new IAMClient(config), readCommands)),
    kms: once(() => guard(new KMSClient(config), readCommands)),
    organizations: once(() =>
      guard(new OrganizationsClient({ ...config, maxAttempts: organizationsMaxAttempts }), readCommands),
    ),
    ec2: once(() => guard(new EC2Client(config), readCommands)),
    cloudTrail: once(() => guard(new CloudTrailClient(config), readCommands)),
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** A command that nobody put on the list: a bug of ours, stopped before it reaches AWS. */
export class ForbiddenCommand extends Error {
  override readonly name = 'ForbiddenCommand'
}

interface Guarded {
  readonly middlewareStack: {
    add(
      middleware: <A, R>(
        next: (args: A) => Promise<R>,
        context: { readonly clientName?: string; readonly commandName?: string },
      ) => (args: A) => Promise<R>,
      options: { readonly step: 'initialize'; readonly priority: 'high'; readonly name: string },
    ): void
  }
}

/** Refuses every command that is not allowed, before anything is built or signed. */
export function guard<C extends Guarded>(client: C, allowed: ReadonlySet<string>): C {
  client.middlewareStack.add(
    (next, { clientName, commandName }) =>
      async (args) => {
        const command = `${clientName}/${commandName}`
        if (!allowed.has(command))
          throw new ForbiddenCommand(`${command} is not among the calls that s3denied may make`)
        return next(args)
      },
    { step: 'initialize', priority: 'high', name: 's3denied-guard' },
  )
  return client
}
