import { extract, redact } from '../../src/extract/index.ts'

const denialsOf = (text: string) =>
  extract({
    kind: 'message',
    event: { text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') },
  }).denials

test("a secret behind the next line's gutter is taken out", () => {
  const shown = redact('│ aws_secret_access_key =\n│ wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')
  expect(shown).toBe('│ aws_secret_access_key =\n│ [secret key removed]')
})

const secretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const sessionToken = `IQoJb3JpZ2lu${'X2VjEJ/abcDEF+123'.repeat(12)}`
const wrap = (text: string, width: number, gutter = ''): string =>
  (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map((line) => gutter + line).join('\n')

test.each(Array.from({ length: 62 }, (_, index) => index + 1))(
  "no part of a secret is shown where a terminal's edge falls at column %i",
  (width) => {
    const text = `aws_secret_access_key = ${secretKey}`
    const shown = redact(`${text.slice(0, width)}\n${text.slice(width)}\nregion = eu-west-1`)
    expect(shown).not.toContain(secretKey.slice(0, 8))
    expect(shown).not.toContain(secretKey.slice(-8))
    expect(shown).toContain('region = eu-west-1')
  },
)

test.each(['', '│ '])('no part of a session token is shown that a terminal broke, with the gutter "%s"', (gutter) => {
  const shown = redact(`${wrap(`aws_session_token = ${sessionToken}`, 80, gutter)}\n${gutter}region = eu-west-1`)
  expect(shown).toBe(`${gutter}aws_session_token = [session token removed]\n${gutter}region = eu-west-1`)
})

test('a secret key in the line below its access key is taken out', () => {
  expect(redact(`AKIAIOSFODNN7EXAMPLE\n${secretKey}`)).toBe('[access key removed]\n[secret key removed]')
})

test.each([
  'Access Deniedaws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'Access DeniedAKIAIOSFODNN7EXAMPLE',
])('a secret is taken out where it was joined to the word before: %s', (joined) => {
  expect(redact(joined)).toMatch(/^Access Denied.*\[(?:secret|access) key removed\]$/)
})

test('a key that ran on over a secret is left out', () => {
  const sentence =
    'User: arn:aws:iam::111122223333:user/a is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme-x/a'
  const [denial] = denialsOf(`${sentence} AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`)
  expect(denial?.bucket).toBe('acme-x')
  expect(JSON.stringify(denial)).not.toContain('wJalrXUtnFEMI')
})

test('a setting below two equally long lines is joined to none of them', () => {
  const lines = [
    'boto3.exceptions.S3UploadFailedError: Failed to upload /tmp/x to s3-lake-isjr14/x/index.h',
    'tml: An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
    'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  ]
  expect(denialsOf(lines.join('\n'))[0]?.message).toBe('Access Denied')
})

test('lines of a box that are equally long by chance keep the blank behind a closing quote', () => {
  const lines = [
    '│ arn:aws-us-gov:iam::123456789012:root is not authorized to perform:',
    '│ s3:GetObject on resource: "arn:aws-us-gov:s3:::eu-prod-hhx/img_0042.jpeg"',
    '│ because no identity-based policy allows the s3:GetObject action (Service:',
    '│ Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID:',
  ]
  expect(denialsOf(`│ User:\n${lines.join('\n')}`)[0]).toMatchObject({ bucket: 'eu-prod-hhx', key: 'img_0042.jpeg' })
})

const owner = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'

test.each([
  ['in a box', '\n│ '],
  ['bare', '\n'],
])("a server access log's line that was wrapped, %s", (_, gap) => {
  const log = [
    `${owner} acme-logs [24/Nov/2026:10:21:00`,
    '+0000] 198.51.100.50 arn:aws:iam::111122223333:user/a K31R8BCTKTFE18NV',
    'REST.GET.OBJECT 50%2525/a.csv "GET',
    '/50%25/a.csv HTTP/1.1" 403 AccessDenied 243 - 9 - "-" "Boto3/1.34.0" - x= SigV4',
  ]
  const [denial] = denialsOf(`here:${gap}${log.join(gap)}`)
  expect(denial).toMatchObject({ bucket: 'acme-logs', key: '50%/a.csv', operation: 'GetObject' })
})

test.each([
  ['upload failed: ./x to s3://acme-x/a/b.json An erro\nr occurred (AccessDenied) when calling', 'a/b.json'],
  ['Failed to upload /tmp/x to acme-x/a/b.json: A\nn error occurred (AccessDenied) when calling', 'a/b.json'],
])('a key ends before an error whose first words a terminal broke: %s', (start, key) => {
  const [denial] = denialsOf(`${start} the PutObject operation: Access Denied`)
  expect(denial).toMatchObject({ bucket: 'acme-x', key })
})

test('the rest of a host that a terminal broke is no bucket', () => {
  const said = denialsOf(
    'PUT https://acme-x--use1-a\nz4--x-s3.s3.eu-west-1.amazonaws.com/a.json 403 (Forbidden)\nAccessDenied: Access Denied',
  )
  expect(said.map(({ bucket }) => bucket)).not.toContain('z4--x-s3')
})

test("a key of Hadoop's does not run over a line break", () => {
  const [denial] = denialsOf(
    'java.nio.file.AccessDeniedException: s3a://acme-x/k: getFileStatus on s3a:\n//acme-x/k: com.amazonaws.services.s3.model.AmazonS3Exception: Forbidden (Service: Amazon S3; Status Code: 403; Error Code: 403 Forbidden; Request ID: 1KPV8X4P41ZKAMPJ)',
  )
  expect(denial).toMatchObject({ bucket: 'acme-x', key: 'k' })
})

test('a success line that was wrapped lends its target to no error', () => {
  const [denial] = denialsOf(
    'AccessDenied: Access Denied\n\tstatus code: 403, request id: 1KPV8X4P41ZKAMPJ, host id: x=\ncopy: s3://acme-a/a to\ns3://acme-b/b',
  )
  expect(denial?.bucket).toBeUndefined()
})

test.each([
  "cp: cannot create regular file '/mnt/x/out.csv': Permission denied\nhey\nupload failed: ./x to s3://acme-x/img.jpeg",
  'denied: requested access to the resource is denied: pull access denied for acme/web\nhey\nPUT https://acme-x.s3.amazonaws.com/index.html',
])('a refusal of the local disk or of Docker is none of S3: %s', (text) => {
  expect(denialsOf(text)).toEqual([])
})
