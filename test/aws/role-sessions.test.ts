import { createStsClient, createWire } from '../../src/aws/clients.ts'
import { createRoleSessions, sessionName } from '../../src/aws/role-sessions.ts'
import { maxSessionPolicyLength, sessionPolicy } from '../../src/aws/session-policy.ts'
import { refused } from './made-up-aws.ts'

test('the session’s name says who asked, in the characters and the length that STS takes', () => {
  expect(sessionName('U012AB3CD')).toBe('s3denied-U012AB3CD')
  expect(sessionName('a b/ü"c')).toBe('s3denied-a-b---c')
  expect(sessionName('x'.repeat(100))).toHaveLength(64)
})

test('the session policy names the buckets that were asked about, and fits', () => {
  const policy = sessionPolicy('aws', ['acme-reports'])
  expect(JSON.parse(policy).Statement[1].Resource).toEqual(['arn:aws:s3:::acme-reports', 'arn:aws:s3:::acme-reports/*'])
  const longest = sessionPolicy('aws-us-gov', ['a'.repeat(63), 'b'.repeat(63)])
  expect(longest.length).toBeLessThanOrEqual(maxSessionPolicyLength)
})

test('the session policy allows no write', () => {
  for (const { Action } of JSON.parse(sessionPolicy('aws', [])).Statement) {
    for (const action of Action) expect(action).toMatch(/:(Get|List|Describe|Lookup)/)
  }
})

const role = 'arn:aws:iam::111122223333:role/s3denied-readonly'
const options = { abortSignal: new AbortController().signal }

function sessionsWith(expiresInMs: number, inputs: object[], fails = false) {
  const sts = createStsClient('us-east-1')
  sts.middlewareStack.add(
    () =>
      async ({ input }) => {
        inputs.push(input)
        if (fails) throw refused('AccessDenied')
        const Credentials = {
          AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
          SecretAccessKey: 'EXAMPLEKEY',
          SessionToken: 'EXAMPLETOKEN',
          Expiration: new Date(Date.now() + expiresInMs),
        }
        return { output: { Credentials, $metadata: {} }, response: undefined }
      },
    { step: 'initialize', priority: 'low', name: 'made-up-sts' },
  )
  return createRoleSessions(sts, 'acme-external-id', createWire(sts, undefined))
}

test('a session is kept for the one who asked, and only for that one', async () => {
  const inputs: object[] = []
  const sessions = sessionsWith(900_000, inputs)
  const first = await sessions.open(role, 'U1', 'policy', options)
  expect(await sessions.open(role, 'U1', 'policy', options)).toBe(first)
  await sessions.open(role, 'U2', 'policy', options)
  await sessions.open(role, 'U1', 'another policy', options)
  expect(inputs).toHaveLength(3)
  expect(inputs[0]).toMatchObject({
    RoleArn: role,
    RoleSessionName: 's3denied-U1',
    ExternalId: 'acme-external-id',
    Policy: 'policy',
    DurationSeconds: 900,
  })
})

test('a session that ends within the minute is not kept', async () => {
  const inputs: object[] = []
  const sessions = sessionsWith(59_000, inputs)
  await sessions.open(role, 'U1', 'policy', options)
  await sessions.open(role, 'U1', 'policy', options)
  expect(inputs).toHaveLength(2)
})

test('a refusal is not kept', async () => {
  const inputs: object[] = []
  const sessions = sessionsWith(900_000, inputs, true)
  await expect(sessions.open(role, 'U1', 'policy', options)).rejects.toThrow()
  await expect(sessions.open(role, 'U1', 'policy', options)).rejects.toThrow()
  expect(inputs).toHaveLength(2)
})
