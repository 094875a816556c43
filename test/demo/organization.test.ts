import { readFile } from 'node:fs/promises'
import { compareExpected } from '../../src/scenario/check-expected.ts'
import { examples } from '../../src/demo/examples.ts'
import { loadOrganization } from '../../src/demo/organization.ts'
import { readAsk } from '../../src/demo/reader.ts'
import { explain } from '../../src/explain.ts'
import { readScenario } from '../../src/scenario/scenario.ts'

const files = await loadOrganization()
const etl = 'arn:aws:iam::111122223333:role/etl-runner'

test('holds at least ten denials, each with an ask to try', () => {
  expect(files.length).toBeGreaterThanOrEqual(10)
  expect(examples.map((example) => example.file).sort()).toEqual(files.map((file) => file.name))
})

test.each(files.map((file) => [file.name] as const))('%s is a scenario that is explained as it says', async (name) => {
  const address = new URL(`../../src/demo/organization/${name}.json`, import.meta.url)
  const json: unknown = JSON.parse(await readFile(address, 'utf8'))
  expect(compareExpected(readScenario(json).expected, explain(json))).toEqual([])
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
