import { extract } from '../../src/extract/index.ts'
import { normalize } from '../../src/extract/normalize.ts'

const sentence =
  'AccessDenied: User: arn:aws:sts::111122223333:assumed-role/etl/i-0abc is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::acme-wide/2026/q3.csv" with an explicit deny in a resource-based policy'

const wrap = (text: string, width: number, gutter = ''): string =>
  (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map((line) => gutter + line).join('\n')

test.each([60, 64, 71, 80])('a terminal of %i columns breaks words, and they heal', (width) => {
  expect(normalize(wrap(sentence, width))).toBe(sentence)
  for (const text of [wrap(sentence, width), wrap(sentence, width, '│ ')])
    expect(extract({ kind: 'message', event: { text } }).denials).toEqual([
      {
        bucket: 'acme-wide',
        key: '2026/q3.csv',
        principal: 'arn:aws:sts::111122223333:assumed-role/etl/i-0abc',
        action: 's3:PutObject',
        message: sentence.slice('AccessDenied: '.length),
      },
    ])
})

test.each([
  [
    'lines that begin alike',
    (i: number) => `ERROR "cp build/file-${i}.js s3://acme-cdn/site/file-${i}.js": AccessDenied: Access Denied`,
  ],
  [
    'lines of a log',
    (i: number) => `2026-11-24T07:00:0${i}Z level=error msg="a message of one length, always the same"`,
  ],
])('%s are lines of their own, however equal', (_, line) => {
  const text = [1, 2, 3].map(line).join('\n')
  expect(normalize(text)).toBe(text)
})
