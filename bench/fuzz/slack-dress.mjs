/**
 * One text in Slack's dresses: `text` with its marks and entities, `rich_text` blocks without them, both together as people
 * send them, an attachment, an edited message, and a snippet's preview, which has neither marks nor entities.
 * \uE000…\uE001 marks code and \uE002…\uE003 bold in the text that a person typed.
 */
const tokens =
  /(https?:\/\/[^\s<>"'`|\\\uE000-\uE003]+)|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|:(aws|aws-cn|aws-us-gov|fire|eyes):|\uE000([^\uE000-\uE003]*)\uE001|\uE002([^\uE000-\uE003]*)\uE003/g

const entities = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const withoutStyle = (text) => text.replace(/[\uE000-\uE003]/g, '')

function cut(text, pre) {
  const parts = []
  let from = 0
  for (const match of text.matchAll(tokens)) {
    if (pre && match[1] === undefined) continue
    if (match.index > from) parts.push({ type: 'text', text: text.slice(from, match.index) })
    from = match.index + match[0].length
    if (match[1] !== undefined) parts.push({ type: 'link', url: match[1] })
    else if (match[2] !== undefined) parts.push({ type: 'link', url: `mailto:${match[2]}`, text: match[2] })
    else if (match[3] !== undefined) parts.push({ type: 'emoji', name: match[3] })
    else
      parts.push({
        type: 'text',
        text: match[4] ?? match[5],
        style: match[4] === undefined ? { bold: true } : { code: true },
      })
  }
  if (from < text.length) parts.push({ type: 'text', text: text.slice(from) })
  return parts
    .map((part) => (part.type === 'text' ? { ...part, text: withoutStyle(part.text) } : part))
    .filter((part) => part.text !== '')
}

function asMrkdwn(part) {
  if (part.type === 'emoji') return `:${part.name}:`
  if (part.type === 'link')
    return part.text === undefined ? `<${entities(part.url)}>` : `<${entities(part.url)}|${entities(part.text)}>`
  const mark = part.style?.code ? '`' : part.style?.bold ? '*' : ''
  return `${mark}${entities(part.text)}${mark}`
}

const envelope = {
  type: 'message',
  user: 'U0JDOE0001',
  ts: '1764000000.000100',
  team: 'T0ACME0001',
  channel: 'C0DATAENG1',
  channel_type: 'channel',
}

/** The same paragraphs in each dress, as `extract` takes them. */
export function dress(paragraphs) {
  const cutUp = paragraphs.map(({ text, pre }) => ({ pre, parts: cut(text, pre) }))
  const mrkdwn = cutUp
    .map(({ pre, parts }) => (pre ? `\`\`\`${parts.map(asMrkdwn).join('')}\`\`\`` : parts.map(asMrkdwn).join('')))
    .join('\n')
  const blocks = [
    {
      type: 'rich_text',
      block_id: 'b1',
      elements: cutUp.map(({ pre, parts }) => ({
        type: pre ? 'rich_text_preformatted' : 'rich_text_section',
        elements: parts,
      })),
    },
  ]
  const message = { ...envelope, text: mrkdwn, blocks }
  const file = { id: 'F0FUZZ0001', name: 'paste.txt', mode: 'snippet', preview: typedText(paragraphs) }
  const events = {
    plain: { ...envelope, text: mrkdwn },
    both: message,
    blocks: { ...envelope, text: '', blocks },
    attachment: {
      ...envelope,
      text: '',
      attachments: [{ id: 1, text: mrkdwn, fallback: mrkdwn, mrkdwn_in: ['text'] }],
    },
    edited: { type: 'message', subtype: 'message_changed', message, previous_message: { ...envelope, text: 'oops' } },
    preview: { ...envelope, subtype: 'file_share', text: '', files: [file] },
  }
  return Object.fromEntries(Object.entries(events).map(([name, event]) => [name, { kind: 'message', event }]))
}

/** The text without any mark of Slack's, as it stood in the terminal. */
export const typedText = (paragraphs) => paragraphs.map(({ text }) => withoutStyle(text)).join('\n')
