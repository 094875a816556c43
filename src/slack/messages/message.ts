import type { types } from '@slack/bolt'

/** What is posted: blocks, and the text for notifications and screen readers. */
export interface Message {
  readonly blocks: readonly types.KnownBlock[]
  readonly text: string
}

/** chat.update refuses more than 4,000 characters of `text`; entities make up to five of one. */
const maxText = 3_900

/** A message of these blocks; its plain text is read off them, then `more`, which only the plain text says. */
export function message(blocks: readonly types.KnownBlock[], more = ''): Message {
  const said = blocks.map(textOf).filter((text) => text !== '')
  return { blocks, text: fallback([...said, more].filter((text) => text !== '').join('\n')) }
}

/** The same words in the plainest blocks there are, cut; for when Slack refuses the others. */
export function wordsAlone({ blocks }: Message): Message {
  const text = blocks.map(textOf).join('\n').trim().slice(0, 2_500)
  return message([{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] }])
}

/**
 * Escapes as Slack wants it (`&`, `<`, `>`, each once), so that nothing pings or links. A backtick cannot be escaped and
 * becomes an apostrophe. https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
function fallback(text: string): string {
  const escaped = (part: string): string =>
    part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('`', "'")
  if (escaped(text).length <= maxText) return escaped(text)
  let kept = ''
  for (const character of text) {
    const next = escaped(character)
    if (kept.length + next.length >= maxText) break
    kept += next
  }
  return `${kept}…`
}

function textOf(block: types.KnownBlock): string {
  if (block.type === 'rich_text') return block.elements.map(textOfElement).join('\n')
  if (block.type === 'context')
    return block.elements.map((element) => ('text' in element ? element.text : '')).join(' ')
  return ''
}

function textOfElement(element: types.RichTextBlock['elements'][number]): string {
  return element.elements
    .map((part) => {
      if (part.type === 'rich_text_section') return `• ${textOfElement(part)}\n`
      return part.type === 'text' ? part.text : ''
    })
    .join('')
    .trimEnd()
}
