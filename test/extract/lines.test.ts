import { ExtractInputError, extract } from '../../src/extract/index.ts'
import { extractLine } from '../../src/extract/lines.ts'

test('a payload gives the five fields, those that the text does not give left out', () => {
  const line = JSON.stringify({ kind: 'command', event: { text: 'acme-reports/2026/q3.csv' } })
  expect(JSON.parse(extractLine(line))).toEqual({
    denials: [{ bucket: 'acme-reports', key: '2026/q3.csv' }],
    symptoms: [],
    incident: null,
    secrets: [],
    notAuthorization: null,
  })
})

test.each([
  ['not json', ''],
  ['', ''],
  ['[]', ''],
  ['null', ''],
  ['"message"', ''],
  ['{}', 'kind'],
  ['{"kind":"other","event":{}}', 'kind'],
  ['{"kind":"message"}', 'event'],
  ['{"kind":"message","event":[]}', 'event'],
  ['{"kind":"command","event":{"text":1}}', 'event.text'],
])('%s names what is wrong', (line, field) => {
  expect(JSON.parse(extractLine(line))).toEqual({ error: expect.any(String), field })
})

test('the error of a malformed payload is of one type', () => {
  expect(() => extract({ kind: 'message', event: null })).toThrow(ExtractInputError)
})

test.each([
  { text: 1, blocks: 'x', attachments: {}, files: null },
  { blocks: [null, 1, { type: 'rich_text', elements: [null, { elements: [1] }] }, { type: 'section', fields: [1] }] },
  { attachments: [{ message_blocks: [1, { message: 2 }], fields: 'x', blocks: [[]] }], files: [{ preview: 3 }] },
  { subtype: 'message_changed' },
  { subtype: 'message_changed', message: 'x' },
  {},
])('%j: what Slack never sends throws nothing', (event) => {
  expect(extract({ kind: 'message', event }).denials).toEqual([])
})
