import { extract, findSecrets, redact } from '../../src/extract/index.ts'

const key = 'AKIAIOSFODNN7EXAMPLE'
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const token = 'IQoJb3JpZ2luX2VjEXAMPLETOKENabcdefghijklmnopqrstuvwxyz0123456789'
const signed = `https://acme-share.s3.eu-west-1.amazonaws.com/a%20b.pdf?versionId=v1&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${key}%2F20261114%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=0123456789abcdef`
const version2 = `https://acme-share.s3.amazonaws.com/a?AWSAccessKeyId=${key}&Expires=1763100000&Signature=EXAMPLE%2Bvalue%3D`

test.each([
  [`id ${key} here`, ['access-key'], 'id [access key removed] here'],
  [`AWS_SECRET_ACCESS_KEY=${secret}`, ['secret-key'], 'AWS_SECRET_ACCESS_KEY=[secret key removed]'],
  [`"secretAccessKey": "${secret}"`, ['secret-key'], '"secretAccessKey": "[secret key removed]"'],
  [`${key},${secret}`, ['access-key', 'secret-key'], '[access key removed],[secret key removed]'],
  [`aws_session_token = ${token}`, ['session-token'], 'aws_session_token = [session token removed]'],
  [`x-amz-security-token: ${token}`, ['session-token'], 'x-amz-security-token: [session token removed]'],
  [`a ${token} b`, ['session-token'], 'a [session token removed] b'],
  [
    `see ${signed} now`,
    ['presigned-url'],
    'see https://acme-share.s3.eu-west-1.amazonaws.com/a%20b.pdf?versionId=v1&[signature removed] now',
  ],
  [version2, ['presigned-url'], 'https://acme-share.s3.amazonaws.com/a?[signature removed]'],
  [signed.replaceAll('&', '&amp;'), ['presigned-url'], null],
])('%s', (text, kinds, clean) => {
  expect(findSecrets(text)).toEqual(kinds)
  if (clean !== null) expect(redact(text)).toBe(clean)
  expect(findSecrets(redact(text))).toEqual([])
})

test.each([
  'AROAEXAMPLEROLEID0001',
  'AWS_SECRET_ACCESS_KEY=$SECRET',
  'AWS_SECRET_ACCESS_KEY=***',
  'x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'c34e3de3bdccaddedc6eef72bfcd7eb211641fc4da27a0cb54cb2b737fdc8045',
  'HostId: C+fS33Ry593Efwtrl21U8siT8x+QS+cXdBmKBJoQJoos5pYNdQFqBUur1f5TawKzU0591JMmTu8=',
  'https://acme.s3.amazonaws.com/a?x-id=GetObject',
  'https://example.com/?Signature=mine',
])('%s is no secret', (text) => {
  expect(findSecrets(text)).toEqual([])
  expect(redact(text)).toBe(text)
})

const places: readonly [string, object][] = [
  ['text', { text: signed }],
  ["a link's target", { text: `<${signed.replaceAll('&', '&amp;')}|the deck>` }],
  [
    'a rich text link',
    {
      blocks: [
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'link', url: signed, text: 'deck' }] }],
        },
      ],
    },
  ],
  ['an attachment', { attachments: [{ text: signed }] }],
  ["an attachment's title link", { attachments: [{ title: 'deck', title_link: signed }] }],
  ["an attachment's field", { attachments: [{ fields: [{ title: 'URL', value: signed }] }] }],
  ["an attachment's fallback", { attachments: [{ text: 'x', fallback: signed }] }],
  ["a file's preview", { files: [{ preview: signed }] }],
  [
    'a shared message',
    {
      attachments: [
        { message_blocks: [{ message: { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: signed } }] } }] },
      ],
    },
  ],
]

test.each(places)('a secret is found in %s', (_, event) => {
  expect(extract({ kind: 'message', event }).secrets).toEqual(['presigned-url'])
})

test('no secret is in the output, whatever a tool printed into the message', () => {
  const text = `AccessDenied: Key ${key} may not read\n\tstatus code: 403, request id: 82BRAHTBSMRA42ER`
  expect(JSON.stringify(extract({ kind: 'message', event: { text } }))).not.toContain(key)
})

test('a signature that a terminal broke in two is found and removed', () => {
  const wrapped = `GET https://acme-share.s3.amazonaws.com/a?AWSAccessKeyId=${key}&Expires=1763100000&Sign\nature=EXAMPLEvalue01%3D\n<Error>`
  expect(findSecrets(wrapped)).toEqual(['presigned-url', 'access-key'])
  expect(redact(wrapped)).not.toContain('EXAMPLEvalue01')
  expect(redact(wrapped)).toContain('<Error>')
})

test.each(['', '0f1e2d3c4b5a69788796a5b4c3d2e1f0'])(
  'a signature that a terminal broke after %j is taken out whole',
  (begun) => {
    const rest = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'
    const text = `GET https://acme-share.s3.amazonaws.com/a?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE&X-Amz-Signature=${begun}\n│ ${rest}\n<Error>`
    expect(redact(text)).not.toContain(rest)
    expect(redact(text)).toContain('<Error>')
  },
)
