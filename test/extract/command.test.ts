import { extractCommand } from '../../src/extract/index.ts'

const role = 'arn:aws:iam::111122223333:role/etl-nightly'
const asked = { bucket: 'acme-reports', key: '2026/q3.csv' }

test.each([
  ['acme-reports/2026/q3.csv', asked],
  ['  s3://acme-reports/2026/q3.csv ', asked],
  ['s3a://acme-reports/2026/q3.csv', asked],
  ['`acme-reports/2026/q3.csv`', asked],
  ['arn:aws:s3:::acme-reports/2026/q3.csv', asked],
  ['<https://acme-reports.s3.eu-west-1.amazonaws.com/2026/q3.csv>', { ...asked, region: 'eu-west-1' }],
  ['acme-reports.s3.eu-west-1.amazonaws.com/2026/q3.csv', { ...asked, region: 'eu-west-1' }],
  ['acme-reports 2026/q3.csv', asked],
  ['bucket acme-reports key 2026/q3.csv', asked],
  ['acme-reports', { bucket: 'acme-reports' }],
  ['acme-reports "2026/Finance Team/q3 final.csv"', { bucket: 'acme-reports', key: '2026/Finance Team/q3 final.csv' }],
  ['\u201cacme-reports/2026/q3.csv\u201d', asked],
  [
    'acme-reports/Finance Team/q3 final.csv as user/anna',
    { bucket: 'acme-reports', key: 'Finance Team/q3 final.csv', principal: 'user/anna' },
  ],
  [`acme-reports/2026/q3.csv as ${role}`, { ...asked, principal: role }],
  [`acme-reports/2026/q3.csv @${role}`, { ...asked, principal: role }],
  [`acme-reports/2026/q3.csv --as ${role}`, { ...asked, principal: role }],
  [`acme-reports/2026/q3.csv --as=${role}`, { ...asked, principal: role }],
  ['acme-reports/2026/q3.csv as etl-runner', { ...asked, principal: 'etl-runner' }],
  ['acme-reports/2026/q3.csv as role etl-runner', { ...asked, principal: 'etl-runner' }],
  ['acme-reports/2026/q3.csv as user anna', { ...asked, principal: 'user/anna' }],
  ['acme-reports/2026/q3.csv as anonymous', { ...asked, principal: 'anonymous' }],
  ['acme-reports/2026/q3.csv anonymously', { ...asked, principal: 'anonymous' }],
  [`put acme-reports/2026/q3.csv as ${role}`, { ...asked, operation: 'PutObject', principal: role }],
  ['delete acme-reports/2026/q3.csv', { ...asked, operation: 'DeleteObject' }],
  ['get-object acme-reports/2026/q3.csv', { ...asked, operation: 'GetObject' }],
  ['GetObject on acme-reports/2026/q3.csv', { ...asked, operation: 'GetObject' }],
  ['acme-reports/2026/q3.csv --operation PutObject', { ...asked, operation: 'PutObject' }],
  ['--bucket acme-reports --key 2026/q3.csv --operation head', { ...asked, operation: 'HeadObject' }],
  ['s3:DeleteObjectVersion arn:aws:s3:::acme-reports/2026/q3.csv', { ...asked, action: 's3:DeleteObjectVersion' }],
  ['acme-reports/2026/q3.csv --action s3:GetObjectAcl', { ...asked, action: 's3:GetObjectAcl' }],
  ['list acme-reports', { bucket: 'acme-reports', operation: 'ListObjectsV2' }],
  ['list plainname', { bucket: 'plainname', operation: 'ListObjectsV2' }],
  ['list acme-reports/2026/', { bucket: 'acme-reports', operation: 'ListObjectsV2', parameters: { prefix: '2026/' } }],
  ['put acme-reports/2026/', { bucket: 'acme-reports', key: '2026/', operation: 'PutObject' }],
  [
    "why can't etl-runner read acme-reports/2026/q3.csv?",
    { ...asked, operation: 'GetObject', principal: 'etl-runner' },
  ],
  [`why can't ${role} list acme-reports?`, { bucket: 'acme-reports', operation: 'ListObjectsV2', principal: role }],
  [
    'why can the role etl-runner not list bucket acme-reports?',
    { bucket: 'acme-reports', operation: 'ListObjectsV2', principal: 'etl-runner' },
  ],
  ["why can't I read acme-reports/2026/q3.csv", { ...asked, operation: 'GetObject' }],
  [
    'upload to acme-reports/2026/q3.csv denied for role ci-deploy',
    { ...asked, operation: 'PutObject', principal: 'ci-deploy' },
  ],
  ['why is etl-runner denied on acme-reports/2026/q3.csv?', { ...asked, principal: 'etl-runner' }],
  ['why is acme-reports denied?', { bucket: 'acme-reports' }],
  ['acme-reports/2026/q3.csv version 3sL4kqtJlcpXroDTDmJ', { ...asked, versionId: '3sL4kqtJlcpXroDTDmJ' }],
  ['acme-reports/2026/q3.csv via vpce-0a1b2c3d', { ...asked, context: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } }],
  ['acme-reports/2026/q3.csv from 203.0.113.9', { ...asked, context: { 'aws:SourceIp': '203.0.113.9' } }],
  ['arn:aws:s3:::acme-reports/*', { bucket: 'acme-reports' }],
  ['acme-reports/2026/q3.csv in eu-west-1', { ...asked, region: 'eu-west-1' }],
  [
    'copy s3://acme-src/a to s3://acme-dst/b',
    { bucket: 'acme-dst', key: 'b', operation: 'CopyObject', source: { bucket: 'acme-src', key: 'a' } },
  ],
  [
    'acme-reports/2026/q3.csv --context aws:SourceVpce=vpce-1a2b --context aws:SecureTransport=true',
    { ...asked, context: { 'aws:SourceVpce': 'vpce-1a2b', 'aws:SecureTransport': 'true' } },
  ],
  [
    'acme-reports/2026/q3.csv as node should be reporter',
    { ...asked, principal: 'node', expectedPrincipal: 'reporter' },
  ],
  [`acme-reports/2026/q3.csv should run as ${role}`, { ...asked, expectedPrincipal: role }],
  [
    'acme-reports/2026/q3.csv as etl, it worked until yesterday',
    { ...asked, principal: 'etl', symptoms: ['used-to-work'] },
  ],
  [
    'arn:aws:s3:us-west-2:111122223333:accesspoint/finance-ap/object/q3.csv',
    { accessPoint: 'arn:aws:s3:us-west-2:111122223333:accesspoint/finance-ap', key: 'q3.csv', region: 'us-west-2' },
  ],
  [
    `An error occurred (AccessDenied) when calling the GetObject operation: Access Denied s3://acme-reports/2026/q3.csv --as ${role}`,
    { ...asked, operation: 'GetObject', message: 'Access Denied', principal: role },
  ],
])('%s', (text, ask) => {
  expect(extractCommand(text)).toEqual({ kind: 'ask', ask })
})

test.each(['help', 'Help!', '--help', '?', 'help me'])('%s asks for help', (text) => {
  expect(extractCommand(text)).toEqual({ kind: 'help' })
})

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['why is everything broken today', 'no-target'],
  ['hello', 'no-target'],
  ['and/or', 'no-target'],
  ['as etl-runner', 'no-target'],
  ['asked finance for a chair: access denied', 'no-target'],
  ['/etc/passwd', 'no-target'],
  ['https://example.com/a/b', 'no-target'],
])('%j gives nothing', (text, reason) => {
  expect(extractCommand(text)).toEqual({ kind: 'nothing', reason })
})

test('a pasted error that is no refusal is named', () => {
  const text = 'An error occurred (SlowDown) when calling the PutObject operation: Please reduce your request rate.'
  expect(extractCommand(text)).toEqual({ kind: 'not-authorization', notAuthorization: 'throttling' })
})
