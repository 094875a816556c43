import { readFile } from 'node:fs/promises'
import type { Ask } from '../../src/ask.ts'
import { acme } from '../../src/demo/acme.ts'
import { examples } from '../../src/demo/examples.ts'
import { loadOrganization } from '../../src/demo/organization.ts'
import { readAsk } from '../../src/demo/reader.ts'
import { composeMessage } from '../../src/demo/slack-stand-in/typed-text.ts'
import { explain, explainEvidence } from '../../src/explain.ts'
import { compareExpected } from '../../src/scenario/check-expected.ts'
import { readScenario } from '../../src/scenario/scenario.ts'
import { createTextReader } from '../../src/slack/text-reader.ts'

const files = await loadOrganization()
const etl = 'arn:aws:iam::111122223333:role/etl-runner'

const readJson = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../../src/demo/organization/${name}.json`, import.meta.url), 'utf8'))
const expectedOf = async (name: string) => readScenario(await readJson(name)).expected

test('holds at least ten denials, each with an ask to try', () => {
  expect(files.length).toBeGreaterThanOrEqual(10)
  expect(examples.map((example) => example.file).sort()).toEqual(files.map((file) => file.name))
})

test.each(files.map((file) => [file.name] as const))('%s is a scenario that is explained as it says', async (name) => {
  const json = await readJson(name)
  expect(compareExpected(await expectedOf(name), explain(json))).toEqual([])
})

test.each(files.map((file) => [file.name, file] as const))('%s is found by a bare name', (_, file) => {
  const name = file.request.principal.split('/')[1] ?? ''
  const { bucket, key } = file.request
  const reading = readAsk({ bucket, principal: name, ...(key === undefined ? {} : { key }) }, files)
  expect(reading).toMatchObject({ kind: 'read', evidence: readScenario(file).evidence })
})

test.each([
  [{}, { kind: 'bucket-not-said' }],
  [
    { bucket: 'nowhere', principal: 'etl-runner' },
    { kind: 'no-such-bucket', bucket: 'nowhere', call: 's3:HeadBucket' },
  ],
  [{ bucket: 'acme-reports' }, { kind: 'principal-not-said', bucket: 'acme-reports' }],
  [
    { bucket: 'acme-reports', principal: 'nobody' },
    { kind: 'no-such-principal', name: 'nobody' },
  ],
  [
    { bucket: 'acme-reports', principal: 'arn:aws:iam::777788889999:role/x' },
    { kind: 'account-not-allowed', account: '777788889999' },
  ],
  [
    { bucket: 'acme-reports', principal: 'arn:aws:iam::111122223333:role/nobody' },
    { kind: 'no-such-principal', name: 'arn:aws:iam::111122223333:role/nobody' },
  ],
])('%j is a problem', (ask, problem) => {
  expect(readAsk(ask, files)).toMatchObject({ kind: 'problem', problem })
})

test('a caller of one file at the bucket of another has his own policies there', () => {
  const reading = readAsk({ bucket: 'acme-uploads', key: 'in/other.png', principal: etl }, files)
  expect(reading).toMatchObject({
    kind: 'read',
    request: { principal: etl, operation: 'GetObject' },
    evidence: {
      identityPolicies: { value: [{ name: 'etl-reports-read' }] },
      target: { bucketAccount: { value: '111122223333' }, object: { value: { exists: true } } },
    },
    assumptions: ['read as GetObject, since no operation was said'],
  })
})

test('what was said of the operation goes before what is guessed', () => {
  const reading = readAsk({ bucket: 'acme-reports', key: 'a', principal: etl, operation: 'PutObject' }, files)
  expect(reading).toMatchObject({ request: { operation: 'PutObject' }, assumptions: [] })
})

test('an anonymous caller has no policies of his own', () => {
  const reading = readAsk({ bucket: 'acme-reports', key: '2026/q3.csv', principal: 'anonymous' }, files)
  expect(reading).toMatchObject({ kind: 'read', evidence: { identityPolicies: { value: [] } } })
})

describe('each example, as typed, reaches the denial that it is about', () => {
  const texts = createTextReader({ incidentChannels: /^inc-/ })
  const directory = { users: new Map([['s3denied', acme.botUserId]]), channels: new Map<string, string>() }

  /** As the bot reads it: a mention's error, else its words as the command's. */
  function asksIn(typed: string): readonly Ask[] {
    const command = /^[/@]s3denied (.*)$/s.exec(typed)?.[1] ?? ''
    const errors = typed.startsWith('/')
      ? []
      : texts.message({ type: 'message', ...composeMessage(typed, directory) }).asks
    if (errors.length > 0) return errors
    const said = texts.command(command)
    return said.kind === 'ask' ? [said.ask] : []
  }

  test.each(examples.map((example) => [example.file, example.typed] as const))('%s', async (name, typed) => {
    const asks = asksIn(typed)
    expect(asks).toHaveLength(1)
    const reading = readAsk(asks[0] ?? {}, files)
    if (reading.kind !== 'read') throw new Error(JSON.stringify(reading))
    expect(compareExpected(await expectedOf(name), explainEvidence(reading.request, reading.evidence))).toEqual([])
  })
})
