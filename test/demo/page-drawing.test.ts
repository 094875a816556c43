import { drawBlocks } from '../../src/demo/page/blocks.ts'
import { readMrkdwn } from '../../src/demo/page/mrkdwn.ts'
import { element, link, type Tree, textOf } from '../../src/demo/page/tree.ts'

const names = { user: (id: string) => (id === 'U1' ? 'robin' : undefined), channel: () => undefined }
const read = (text: string) => readMrkdwn(text, names)
const tagsOf = (tree: Tree): string[] => (typeof tree === 'string' ? [] : [tree.tag, ...tree.children.flatMap(tagsOf)])

test.each([
  ['*bold* and _italic_ and ~gone~', ['strong', 'em', 's']],
  ['`*not bold*`', ['code']],
  ['```one\ntwo```', ['pre']],
  ['&gt; quoted', ['blockquote']],
  ['snake_case_name and 2*3*4', []],
  ['a\nb', ['br']],
])('reads %j', (text, tags) => {
  expect(read(text).flatMap(tagsOf)).toEqual(tags)
})

test('decodes entities once', () => {
  expect(read('&amp;lt;b&amp;gt; &lt;!channel&gt;').map(textOf).join('')).toBe('&lt;b&gt; <!channel>')
})

test('names people, links addresses', () => {
  expect(read('<@U1> <https://example.com|docs>')).toEqual([
    element('span', { class: 'mention' }, '@robin'),
    ' ',
    link('https://example.com', 'docs'),
  ])
})

test('text that looks like markup stays text', () => {
  const hostile = '<img src=x onerror=alert(1)>'
  const block = {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: hostile }] }],
  }
  const drawn = drawBlocks([block], names)
  expect(drawn.map(textOf).join('')).toBe(hostile)
  expect(drawn.flatMap(tagsOf)).not.toContain('img')
})

test('a javascript: address leads nowhere', () => {
  expect(tagsOf(link('javascript:alert(1)', 'x'))).toEqual(['span'])
  expect(JSON.stringify(read('<javascript:alert(1)|x>'))).not.toContain('href')
})

test('draws every block the bot may send, and says which it does not know', () => {
  const drawn = drawBlocks(
    [
      { type: 'header', text: { type: 'plain_text', text: 'Denied' } },
      { type: 'section', fields: [{ type: 'mrkdwn', text: '*Who*' }] },
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'again', text: { type: 'plain_text', text: 'Check again' } }],
      },
      { type: 'carousel' },
    ],
    names,
  )
  expect(drawn.map(textOf)).toEqual(['Denied', 'Who', 'Check again', '[carousel block]'])
  expect(JSON.stringify(drawn)).toContain('"data-action":"again"')
})
