import type { Block } from './workspace.ts'

/** Names that a person may type, and the ids that Slack puts in their place. */
export interface Directory {
  readonly users: ReadonlyMap<string, string>
  readonly channels: ReadonlyMap<string, string>
}

/**
 * What Slack makes of a typed message: `text` in mrkdwn with entities, and the `rich_text` block that its composer
 * sends beside it, whose text has no entities.
 */
export function composeMessage(typed: string, directory: Directory): { text: string; blocks: readonly Block[] } {
  const parts = typed.split(/```\n?([\s\S]*?)\n?```/)
  const elements: Block[] = []
  const text: string[] = []
  for (const [index, part] of parts.entries()) {
    if (part === '') continue
    if (index % 2 === 1) {
      elements.push({ type: 'rich_text_preformatted', border: 0, elements: [{ type: 'text', text: part }] })
      text.push(`\`\`\`${escapeEntities(part)}\`\`\``)
      continue
    }
    const pieces = splitLine(part, directory)
    elements.push({ type: 'rich_text_section', elements: pieces.map((piece) => piece.element) })
    text.push(pieces.map((piece) => piece.text).join(''))
  }
  return { text: text.join(''), blocks: [{ type: 'rich_text', elements }] }
}

export const escapeEntities = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

interface Piece {
  readonly element: Block
  readonly text: string
}

const special = /(https?:\/\/[^\s<>"]+)|`([^`\n]+)`|@([\w.-]+)|#([\w-]+)/g

function splitLine(line: string, directory: Directory): readonly Piece[] {
  const pieces: Piece[] = []
  let from = 0
  const plain = (text: string) => {
    if (text !== '') pieces.push({ element: { type: 'text', text }, text: escapeEntities(text) })
  }
  for (const match of line.matchAll(special)) {
    const piece = recognize(match, directory)
    if (piece === null) continue
    plain(line.slice(from, match.index))
    pieces.push(piece)
    from = match.index + match[0].length
  }
  plain(line.slice(from))
  return pieces
}

function recognize(match: RegExpExecArray, directory: Directory): Piece | null {
  const [, url, code, userName, channelName] = match
  if (url !== undefined) return { element: { type: 'link', url }, text: `<${escapeEntities(url)}>` }
  if (code !== undefined)
    return { element: { type: 'text', text: code, style: { code: true } }, text: `\`${escapeEntities(code)}\`` }
  const user = userName === undefined ? undefined : directory.users.get(userName)
  if (user !== undefined) return { element: { type: 'user', user_id: user }, text: `<@${user}>` }
  const channel = channelName === undefined ? undefined : directory.channels.get(channelName)
  if (channel !== undefined)
    return { element: { type: 'channel', channel_id: channel }, text: `<#${channel}|${channelName}>` }
  return null
}
