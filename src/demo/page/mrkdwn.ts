import { element, link, type Tree } from './tree.ts'

/** Ids' names, for `<@U…>` and `<#C…>`. */
export interface Names {
  user(id: string): string | undefined
  channel(id: string): string | undefined
}

/** Slack's mrkdwn as a tree. https://docs.slack.dev/messaging/formatting-message-text */
export function readMrkdwn(text: string, names: Names): readonly Tree[] {
  return text.split(/```\n?([\s\S]*?)\n?```/).flatMap((part, index): readonly Tree[] => {
    if (part === '') return []
    if (index % 2 === 1) return [element('pre', {}, decodeEntities(part))]
    return readLines(part, names)
  })
}

function readLines(text: string, names: Names): readonly Tree[] {
  const trees: Tree[] = []
  let quoted: Tree[] = []
  const endQuote = () => {
    if (quoted.length > 0) trees.push(element('blockquote', {}, ...quoted))
    quoted = []
  }
  for (const [index, line] of text.split('\n').entries()) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line)
    if (quote !== null) {
      if (quoted.length > 0) quoted.push(element('br'))
      quoted.push(...readInline(quote[1] ?? '', names))
      continue
    }
    const afterQuote = quoted.length > 0
    endQuote()
    if (index > 0 && !afterQuote) trees.push(element('br'))
    trees.push(...readInline(line, names))
  }
  endQuote()
  return trees
}

/** Code first, since nothing is formatted in it; then what stands in angle brackets; then the three styles. */
const inline =
  /`([^`\n]+)`|<([^<>\n]+)>|(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])|(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])|(?<![\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])|:([a-z0-9_+-]+):/g

function readInline(text: string, names: Names): readonly Tree[] {
  const trees: Tree[] = []
  let from = 0
  for (const match of text.matchAll(inline)) {
    const tree = readMatch(match, names)
    if (tree === null) continue
    if (match.index > from) trees.push(decodeEntities(text.slice(from, match.index)))
    trees.push(tree)
    from = match.index + match[0].length
  }
  if (from < text.length) trees.push(decodeEntities(text.slice(from)))
  return trees
}

function readMatch(match: RegExpExecArray, names: Names): Tree | null {
  const [, code, bracket, bold, italic, strike, emoji] = match
  if (code !== undefined) return element('code', {}, decodeEntities(code))
  if (bracket !== undefined) return readBracket(bracket, names)
  if (bold !== undefined) return element('strong', {}, ...readInline(bold, names))
  if (italic !== undefined) return element('em', {}, ...readInline(italic, names))
  if (strike !== undefined) return element('s', {}, ...readInline(strike, names))
  return emoji === undefined ? null : (emojis[emoji] ?? null)
}

function readBracket(bracket: string, names: Names): Tree {
  const [target = '', label] = bracket.split('|', 2)
  if (target.startsWith('@')) return mention(`@${names.user(target.slice(1)) ?? label ?? target.slice(1)}`)
  if (target.startsWith('#')) return mention(`#${names.channel(target.slice(1)) ?? label ?? target.slice(1)}`)
  if (target.startsWith('!')) return mention(`@${label ?? target.slice(1)}`)
  const address = decodeEntities(target)
  return link(address, label === undefined ? address : decodeEntities(label))
}

export const mention = (text: string): Tree => element('span', { class: 'mention' }, text)

/** The three entities that Slack knows, once. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(amp|lt|gt);/g, (_, name: string) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'))

/** The few that a bot of this kind says; another stays as it is written. */
export const emojis: Readonly<Record<string, string>> = {
  hourglass_flowing_sand: '⏳',
  mag: '🔍',
  lock: '🔒',
  warning: '⚠️',
  no_entry: '⛔',
  question: '❓',
  white_check_mark: '✅',
  x: '❌',
  wave: '👋',
  eyes: '👀',
  rotating_light: '🚨',
}
