import type { types } from '@slack/bolt'

export type Text = types.RichTextText
type Part = Text | types.RichTextLink
type Style = NonNullable<Text['style']>

/**
 * Everything that comes from a person or from AWS is shown by elements of type `text`: Slack parses nothing in them, so
 * that no text can ping, link or format. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
 */
export const plain = (text: string): Text => ({ type: 'text', text })
export const bold = (text: string): Text => ({ type: 'text', text, style: { bold: true } })
/** `url` comes from our own tables, never from a person or from AWS. */
export const link = (url: string, text: string): types.RichTextLink => ({ type: 'link', url, text })
export const code = (text: string): Text => ({ type: 'text', text, style: { code: true } })

/** A sentence whose identifiers stand in backticks; the backticks become Slack's code style. */
export function marked(sentence: string, style: Style = {}): readonly Text[] {
  const parts = sentence.split('`')
  const closed = parts.length % 2 === 1 ? parts : [...parts.slice(0, -2), parts.slice(-2).join('`')]
  return closed.map((text, index) => {
    const own = index % 2 === 1 ? { ...style, code: true } : style
    return { type: 'text', text, ...(Object.keys(own).length === 0 ? {} : { style: own }) }
  })
}

/** One paragraph; `lines` are set apart by line breaks. */
export function paragraph(...lines: readonly (readonly Part[])[]): types.RichTextSection {
  const elements = lines.flatMap((line, index) => (index === 0 ? line : [plain('\n'), ...line]))
  return { type: 'rich_text_section', elements: filled(elements) }
}

export const bullets = (...lines: readonly (readonly Text[])[]): types.RichTextList => ({
  type: 'rich_text_list',
  style: 'bullet',
  elements: lines.map((line) => ({ type: 'rich_text_section', elements: filled(line) })),
})

export const preformatted = (text: string): types.RichTextPreformatted => ({
  type: 'rich_text_preformatted',
  elements: filled([plain(text)]),
  border: 0,
})

export type Element = types.RichTextBlock['elements'][number]

export const richText = (...elements: readonly Element[]): types.RichTextBlock => ({
  type: 'rich_text',
  elements: [...elements],
})

/** Slack refuses elements without text, and a message needs one at least. */
function filled<T extends Part>(elements: readonly T[]): (T | Text)[] {
  const kept = elements.filter(({ text }) => text !== '')
  return kept.length > 0 ? kept : [plain(' ')]
}
