import type { Account } from '../../src/aws/account.ts'
import { type Clients, createClients, createStsClient, createWire } from '../../src/aws/clients.ts'
import { createRuns, defaultLimits } from '../../src/aws/runs.ts'

/** What a made-up AWS answers to a command: an output, a refusal, or either by what was asked. */
export type Answer = object | AwsRefusal | ((input: Readonly<Record<string, unknown>>) => object | AwsRefusal)

/** By the SDK's name without `Command`, S3 Control's with `control:` before it; what is not here is AccessDenied. */
export type Answers = Readonly<Record<string, Answer>>

/** An error as the SDK throws it. */
export class AwsRefusal extends Error {
  readonly $metadata: { readonly httpStatusCode: number }
  readonly $response: { readonly headers: Readonly<Record<string, string>> }

  constructor(name: string, status: number, message: string, headers: Readonly<Record<string, string>>) {
    super(message)
    this.name = name
    this.$metadata = { httpStatusCode: status }
    this.$response = { headers }
  }
}

export const refused = (
  name: string,
  status = 403,
  message = '',
  headers: Readonly<Record<string, string>> = {},
): AwsRefusal => new AwsRefusal(name, status, message, headers)

interface Context {
  readonly clientName?: string
  readonly commandName?: string
}

/**
 * An account whose real SDK clients, with their guard, answer from a table instead of from AWS. `calls` gathers what was
 * asked, in its order.
 */
export function madeUpAccount(id: string, answers: Answers, calls: string[] = []): Account {
  const clients = madeUpClients(answers, calls)
  const runs = createRuns(defaultLimits)
  return { id, ask: (read, input) => runs.run(read.action, (options) => read.send(clients, input, options)) }
}

export function madeUpClients(answers: Answers, calls: string[] = []): Clients {
  const reply = async ({ clientName, commandName = '' }: Context, input: object) => {
    const name = `${clientName === 'S3ControlClient' ? 'control:' : ''}${commandName.replace(/Command$/, '')}`
    calls.push(name)
    const given = answers[name] ?? refused('AccessDenied')
    const answer = typeof given === 'function' ? given({ ...input }) : given
    if (answer instanceof AwsRefusal) throw answer
    return { output: { ...answer, $metadata: {} }, response: undefined }
  }
  const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'EXAMPLEKEY', sessionToken: 'EXAMPLETOKEN' }
  const clients = createClients(keys, 'us-east-1', createWire(createStsClient('us-east-1'), undefined))
  const last = { step: 'initialize', priority: 'low', name: 'made-up-aws' } as const
  clients.s3().middlewareStack.add(
    (_, context) =>
      async ({ input }) =>
        reply(context, input),
    last,
  )
  clients.s3Control().middlewareStack.add(
    (_, context) =>
      async ({ input }) =>
        reply(context, input),
    last,
  )
  clients.iam().middlewareStack.add(
    (_, context) =>
      async ({ input }) =>
        reply(context, input),
    last,
  )
  clients.kms().middlewareStack.add(
    (_, context) =>
      async ({ input }) =>
        reply(context, input),
    last,
  )
  clients.organizations().middlewareStack.add(
    (_, context) =>
      async ({ input }) =>
        reply(context, input),
    last,
  )
  clients.ec2().middlewareStack.add(
    (_, context) =>
      async ({ input }) =>
        reply(context, input),
    last,
  )
  clients.cloudTrail().middlewareStack.add(
    (_, context) =>
      async ({ input }) =>
        reply(context, input),
    last,
  )
  return clients
}
