import { composeMessage } from '../../src/demo/slack-stand-in/typed-text.ts'

const directory = { users: new Map([['s3denied', 'U9']]), channels: new Map([['data-eng', 'C1']]) }
const compose = (typed: string) => composeMessage(typed, directory)

test('puts entities into text and none into blocks', () => {
  const { text, blocks } = compose('a < b && c > d')
  expect(text).toBe('a &lt; b &amp;&amp; c &gt; d')
  expect(JSON.stringify(blocks)).toContain('a < b && c > d')
})

test('turns known names into ids and leaves others as they are', () => {
  expect(compose('@s3denied see #data-eng, not @nobody or #nowhere').text).toBe(
    '<@U9> see <#C1|data-eng>, not @nobody or #nowhere',
  )
})

test('puts addresses into angle brackets', () => {
  expect(compose('see https://example.com/a?b=1&c=2 now').text).toBe('see <https://example.com/a?b=1&amp;c=2> now')
})

test('makes a preformatted block of a fence, line breaks kept', () => {
  const { text, blocks } = compose('red:\n```\nline 1\n  line 2\n```')
  expect(text).toBe('red:\n```line 1\n  line 2```')
  expect(blocks[0]).toMatchObject({
    elements: [
      { type: 'rich_text_section', elements: [{ type: 'text', text: 'red:\n' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'line 1\n  line 2' }] },
    ],
  })
})

test('marks inline code', () => {
  expect(compose('as `etl<runner`').text).toBe('as `etl&lt;runner`')
})
