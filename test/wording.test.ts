import { shell } from '../src/wording/shell.ts'
import { code } from '../src/wording/statements.ts'

test.each([
  ['2026/q3.csv', '2026/q3.csv'],
  ['Q3 final.csv', "'Q3 final.csv'"],
  ["it's; rm -rf ~", "'it'\\''s; rm -rf ~'"],
  ['$(id)`id`', "'$(id)`id`'"],
  ['', "''"],
])('a command takes %j as one word', (value, word) => {
  expect(shell`aws s3api head-object --key ${value}`).toBe(`aws s3api head-object --key ${word}`)
})

test('a backtick in a value does not end the code that it stands in', () => {
  expect(code('a`b')).toBe('`aˋb`')
})
