import { afterAll, beforeAll, test } from '@jest/globals'
import type { Ask } from '../../src/ask.ts'
import { createEvidenceReader } from '../../src/aws/index.ts'
import type { Reading } from '../../src/diagnose.ts'
import { type Fixture, fillMoto, other, own } from '../aws/moto-fixture.ts'
import { type MotoServer, startMoto } from '../aws/moto-server.ts'

let moto: MotoServer
let fixture: Fixture
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const read = (ask: Ask, role = 's3denied-readonly', accounts = [own, other]): Promise<Reading> =>
  createEvidenceReader({ roleArn: `arn:aws:iam::{account}:role/${role}`, accounts }, log).read(ask, { id: 'U012AB3CD' })

beforeAll(async () => {
  moto = await startMoto()
  fixture = await fillMoto(moto.url)
  process.env.AWS_ENDPOINT_URL = moto.url
  process.env.AWS_REGION = 'us-east-1'
  process.env.AWS_ACCESS_KEY_ID = fixture.botKeys.accessKeyId
  process.env.AWS_SECRET_ACCESS_KEY = fixture.botKeys.secretAccessKey
  await moto.enforceIam()
})
afterAll(() => moto?.stop())

test('x', async () => {
  const started = Date.now()
  const r = await read({ bucket: 'acme-reports', key: '2026/q3.csv', principal: 'etl-runner' })
  console.log(Date.now() - started, JSON.stringify(r, null, 1))
})
