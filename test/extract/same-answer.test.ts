import { readFileSync } from 'node:fs'
import { extract } from '../../src/extract/index.ts'

// One text, posted in every way that Slack has, gives one answer.

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const ways: readonly [string, (text: string) => object][] = [
  ['in a code block', (text) => ({ text: `\`\`\`${escaped(text)}\`\`\`` })],
  ['as rich text', (text) => ({ text: '', blocks: [rich('rich_text_section', text)] })],
  [
    'as a section for each line',
    (text) => ({
      text: '',
      blocks: [{ type: 'rich_text', elements: text.split('\n').map((line) => section(line)) }],
    }),
  ],
  ['as preformatted rich text', (text) => ({ text: '', blocks: [rich('rich_text_preformatted', text)] })],
  ['as a quote', (text) => ({ text: escaped(text).replace(/^/gm, '&gt; ') })],
  ['as a section', (text) => ({ text: '', blocks: [{ type: 'section', text: mrkdwn(text) }] })],
  ['as an attachment', (text) => ({ text: '', attachments: [{ text: escaped(text), fallback: text }] })],
  [
    'as blocks of an attachment',
    (text) => ({ text: '', attachments: [{ blocks: [{ type: 'section', text: mrkdwn(text) }] }] }),
  ],
  ["as a file's preview", (text) => ({ text: 'see the log', files: [{ preview: text.replaceAll('\n', '\r\n') }] })],
  [
    'as a shared message',
    (text) => ({
      text: '',
      attachments: [{ message_blocks: [{ message: { blocks: [rich('rich_text_preformatted', text)] } }] }],
    }),
  ],
  ['twice, in text and blocks', (text) => ({ text: escaped(text), blocks: [rich('rich_text_section', text)] })],
]

const rich = (type: string, text: string): object => ({
  type: 'rich_text',
  elements: [{ type, elements: [{ type: 'text', text }] }],
})

const section = (text: string): object => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] })

const mrkdwn = (text: string): object => ({ type: 'mrkdwn', text: `\`\`\`${escaped(text)}\`\`\`` })

const messages = readFileSync(new URL('../payloads/shared.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): { id: string; input: { kind: string; event: Record<string, unknown> } } => JSON.parse(line))
  .filter(({ input: { kind, event } }) => kind === 'message' && event.bot_id === undefined)

/** The text of a person's preformatted block, where it is one and plain. */
const texts = messages.flatMap(({ id, input }): [string, string][] => {
  const found = /"rich_text_preformatted","elements":\[\{"type":"text","text":("(?:[^"\\]|\\.)*")\}\]/.exec(
    JSON.stringify(input.event.blocks ?? []),
  )?.[1]
  return found === undefined ? [] : [[id, JSON.parse(found)]]
})

const denialsOf = (event: object): unknown => extract({ kind: 'message', event: { type: 'message', ...event } }).denials

test('there is something to compare', () => {
  expect(texts.length).toBeGreaterThan(40)
})

test.each(ways)('%s', (_, post) => {
  for (const [id, text] of texts)
    expect({ id, denials: denialsOf(post(text)) }).toEqual({ id, denials: denialsOf({ text: escaped(text) }) })
})
