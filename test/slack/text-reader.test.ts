import { createTextReader } from '../../src/slack/text-reader.ts'

const texts = createTextReader({ incidentChannels: /^(inc|incident|sev\d?)[-_]/ })

const error =
  'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::111122223333:assumed-role/etl-runner/i-0abc is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme-reports/2026/q3.csv" because no identity-based policy allows the s3:GetObject action'

test('a message’s denials are asks', () => {
  const reading = texts.message({ type: 'message', user: 'U0ANNA0001', ts: '1.0', text: `\`\`\`${error}\`\`\`` })
  expect(reading.asks).toHaveLength(1)
  expect(reading.asks[0]).toMatchObject({ bucket: 'acme-reports', key: '2026/q3.csv', action: 's3:GetObject' })
  expect(reading.notAuthorization).toBeNull()
})

test('what people say beside the error goes with it', () => {
  const reading = texts.message({
    type: 'message',
    user: 'U0ANNA0001',
    ts: '1.0',
    text: `it worked until yesterday\n\`\`\`${error}\`\`\``,
  })
  expect(reading.asks[0]?.symptoms).toEqual(['used-to-work'])
})

test('ordinary talk says nothing', () => {
  const reading = texts.message({
    type: 'message',
    user: 'U0ANNA0001',
    ts: '1.0',
    text: 'access denied to the canteen again',
  })
  expect(reading).toEqual({ asks: [], notAuthorization: null, declaresIncident: false })
})

test.each([
  ['acme-reports/2026/q3.csv as etl-runner', { bucket: 'acme-reports', key: '2026/q3.csv', principal: 'etl-runner' }],
  ['s3://acme-reports/2026/q3.csv', { bucket: 'acme-reports', key: '2026/q3.csv' }],
  [error, { bucket: 'acme-reports', principal: 'arn:aws:sts::111122223333:assumed-role/etl-runner/i-0abc' }],
])('the command %s is an ask', (text, ask) => {
  expect(texts.command(text)).toMatchObject({ kind: 'ask', ask })
})

test('help, no words and nonsense get what the command takes; only nonsense a reason', () => {
  expect(texts.command('help')).toEqual({ kind: 'usage', reason: null })
  expect(texts.command('  ')).toEqual({ kind: 'usage', reason: null })
  expect(texts.command('what is the weather')).toMatchObject({ kind: 'usage', reason: expect.any(String) })
})

test('an error that is no denial is named as that', () => {
  const slowDown = 'An error occurred (SlowDown) when calling the PutObject operation: Please reduce your request rate.'
  expect(texts.command(slowDown)).toEqual({ kind: 'not-authorization', error: 'throttling' })
})

test.each([
  ['inc-2026-11-25-exports', true],
  ['incident-4821', true],
  ['incident-updates', false],
  ['incoming-orders', false],
])('a channel called %s: an incident’s? %p', (name, expected) => {
  expect(texts.isIncidentName(name)).toBe(expected)
})

test('signatures, keys and tokens are taken out', () => {
  const url =
    'https://acme-reports.s3.amazonaws.com/q3.csv?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261125&X-Amz-Signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'
  expect(texts.redact(url)).not.toMatch(/0123456789abcdef|AKIAIOSFODNN7EXAMPLE/)
})
