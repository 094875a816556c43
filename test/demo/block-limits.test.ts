import { countBlockCharacters, findBlockFaults } from '../../src/demo/slack-stand-in/block-limits.ts'

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
const button = (more: object) => ({
  type: 'actions',
  elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Go' }, ...more }],
})
const rich = (...elements: object[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] })

test.each([
  ['a section of 3,000 characters', [section('x'.repeat(3000))]],
  ['fifty blocks', Array.from({ length: 50 }, () => ({ type: 'divider' }))],
  ['a header of 150 characters', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(150) } }]],
  ['a button', [button({ value: 'x'.repeat(2000), style: 'danger' })]],
  ['text and a link', [rich({ type: 'text', text: 'a' }, { type: 'link', url: 'https://example.com' })]],
])('accepts %s', (_, blocks) => {
  expect(findBlockFaults(blocks)).toEqual([])
})

test.each([
  ['no list', 'x', 'array of blocks'],
  ['a section of 3,001 characters', [section('x'.repeat(3001))], 'less than 3001'],
  ['an empty text', [section('')], 'more than 0'],
  ['fifty-one blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), 'no more than 50'],
  ['a header of 151 characters', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }], '151'],
  ['a header in mrkdwn', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }], 'plain_text'],
  ['a section without text', [{ type: 'section' }], 'text or fields'],
  [
    'eleven fields',
    [{ type: 'section', fields: Array.from({ length: 11 }, () => ({ type: 'mrkdwn', text: 'x' })) }],
    'no more than 10',
  ],
  ['a field of 2,001', [{ type: 'section', fields: [{ type: 'mrkdwn', text: 'x'.repeat(2001) }] }], '2001'],
  ['a button value of 2,001', [button({ value: 'x'.repeat(2001) })], '2001'],
  ['a button label of 76', [button({ text: { type: 'plain_text', text: 'x'.repeat(76) } })], '76'],
  ['an unknown style', [button({ style: 'warning' })], 'primary, danger'],
  ['an unknown block', [{ type: 'carousel' }], 'unsupported type: carousel'],
  ['an empty rich text', [rich({ type: 'text', text: '' })], 'more than 0'],
  [
    'a mention in preformatted text',
    [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] }],
      },
    ],
    'unsupported type in rich_text_preformatted',
  ],
  ['the same block_id twice', [1, 2].map(() => ({ type: 'divider', block_id: 'b' })), 'duplicate block_id'],
])('refuses %s', (_, blocks, fault) => {
  expect(findBlockFaults(blocks).join('\n')).toContain(fault)
})

test('counts the characters of text in every block', () => {
  expect(countBlockCharacters([section('abc'), rich({ type: 'text', text: 'de' }), { type: 'divider' }])).toBe(5)
})
