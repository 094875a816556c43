import { joinPassages, normalize } from '../../src/extract/normalize.ts'

test.each([
  ['\u201ca\u201d \u2018b\u2019', '"a" \'b\''],
  ['a\r\nb\rc', 'a\nb\nc'],
  ['\u2502 Error: x\n\u2502 y', 'Error: x\n  y'],
  ['\u2577\n\u2502 \n\u2575', ''],
  ['> quoted\n>>> deeper', 'quoted\ndeeper'],
  ['err=\\"a\\"', 'err="a"'],
  ['AccessDenied\\n\\tstatus code: 403', 'AccessDenied\n  status code: 403'],
  ['C:\\new\\table', 'C:\\new\\table'],
  ['a\u200bb\u00a0c', 'ab c'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['a    b\n\n\n\nc', 'a b\n\nc'],
  ['\tat frame', '  at frame'],
  ['&quot;a&quot; &#39;b&#39;', '"a" \'b\''],
])('%j', (text, plain) => {
  expect(normalize(text).trim()).toBe(plain.trim())
})

test('passages are apart by a form feed on a line of its own', () => {
  expect(joinPassages(['a', 'b\fc'])).toBe('a\n\f\nb c')
})
