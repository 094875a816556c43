/**
 * Undoes Slack's markup, once and in this order: `<…>` first, because an escaped `&lt;` is no markup, then the three
 * entities, then quote marks, fences and the emphasis around words. Single backticks stay: they quote a name.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function undoMrkdwn(text: string): string {
  return dropEmphasis(decodeEntities(undoAngles(text)))
}

/** `&lt; &gt; &amp;` in this order, so that `&amp;lt;` stays the five characters that were typed. */
export const decodeEntities = (text: string): string =>
  text.includes('&') ? text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&') : text

/** `<U|L>` says L, `<U>` says U, `<mailto:x|x>` says x. A `<` that Slack did not write arrives as an entity. */
const undoAngles = (text: string): string =>
  text.includes('<') ? text.replace(/<([^<>\n]{1,8000})>/g, (_, inner: string) => spokenLink(inner)) : text

function spokenLink(inner: string): string {
  const bar = inner.indexOf('|')
  const target = bar < 0 ? inner : inner.slice(0, bar)
  const label = bar < 0 ? '' : inner.slice(bar + 1)
  if (/^[#@!]/.test(target)) return label !== '' ? label : target.replace(/^!(?:subteam\^)?/, '@')
  if (label !== '') return label
  // An HTML or XML tag that a bot failed to escape is no link.
  return /^(?:[a-z][a-z0-9+.-]{1,20}:)/i.test(target) ? target.replace(/^(?:mailto|tel):/, '') : `<${inner}>`
}

const opening = /[\s("'`*_~>[{]/
const closing = /[\s)"'`*_~.,;:!?\]}]/

/**
 * Drops `*`, `_` and `~` in pairs around words of one line, outside code. A name such as `_delta_log/_last_checkpoint`
 * or `s3:*` keeps its own, because Slack opens emphasis only after white space and closes it only before.
 */
function dropEmphasis(text: string): string {
  if (!/[*_~]/.test(text)) return text
  const drop = new Uint8Array(text.length)
  const open = new Int32Array(128).fill(-1)
  let dropped = false
  let fence = false
  let code = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c > tilde || special[c] !== 1) continue
    if (c === lineBreak) {
      open[star] = open[underscore] = open[tilde] = -1
      code = false
    } else if (c === backtick) {
      if (text.startsWith('```', i)) {
        fence = !fence
        i += 2
      } else if (!fence) code = !code
    } else if (!fence && !code) {
      const before = text[i - 1] ?? ' '
      const after = text[i + 1] ?? ' '
      const start = open[c] ?? -1
      if (start >= 0 && closing.test(after) && !/\s/.test(before)) {
        drop[start] = drop[i] = 1
        dropped = true
        open[c] = -1
      } else if (opening.test(before) && !/\s/.test(after)) open[c] = i
    }
  }
  return dropped ? keep(text, drop) : text
}

const lineBreak = 10
const backtick = 96
const star = 42
const underscore = 95
const tilde = 126
const special = new Uint8Array(128)
for (const c of [lineBreak, backtick, star, underscore, tilde]) special[c] = 1

function keep(text: string, drop: Uint8Array): string {
  let out = ''
  let from = 0
  for (let i = drop.indexOf(1); i >= 0; i = drop.indexOf(1, i + 1)) {
    out += text.slice(from, i)
    from = i + 1
  }
  return out + text.slice(from)
}

type Json = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isRecord) : [])

export const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The text of one Block Kit block, one passage for each part that Slack draws apart. */
export function readBlock(block: Json): readonly string[] {
  switch (block.type) {
    case 'rich_text':
      return readRichText(listOf(block.elements))
    case 'section':
      return [
        readTextObject(block.text),
        listOf(block.fields)
          .map((field) => labelledField(readTextObject(field)))
          .join('\n'),
      ]
    case 'header':
    case 'markdown':
      return [typeof block.text === 'string' ? undoMrkdwn(block.text) : readTextObject(block.text)]
    case 'context':
      return listOf(block.elements).map(readTextObject)
    case 'image':
    case 'video':
      return [readTextObject(block.title), stringOf(block.alt_text)]
    case 'table':
      return listTable(block.rows)
    default:
      return [readTextObject(block.text)]
  }
}

function listTable(rows: unknown): readonly string[] {
  if (!Array.isArray(rows)) return []
  return rows.map((row: unknown) =>
    listOf(row)
      .map((cell) => (cell.type === 'rich_text' ? readRichText(listOf(cell.elements)).join(' ') : stringOf(cell.text)))
      .join(' '),
  )
}

/** `plain_text` has no markup but the same entities. */
function readTextObject(value: unknown): string {
  if (!isRecord(value)) return ''
  if (value.type === 'rich_text') return readRichText(listOf(value.elements)).join('\n')
  const text = stringOf(value.text)
  return value.type === 'plain_text' ? decodeEntities(text) : undoMrkdwn(text)
}

/** A field is drawn as a label over its value; one line says the same. */
const labelledField = (text: string): string => {
  const parts = /^([A-Za-z][\w .-]{0,40}):?\n(\S[\s\S]*)$/.exec(text)
  return parts === null ? text : labelled(parts[1] ?? '', parts[2] ?? '')
}

/** `label: value`; a key with blanks is quoted, so that it is read whole. */
export function labelled(label: string, value: string): string {
  const isKey = /^(?:s3 )?(?:object )?(?:key|object|path)$/i.test(label.trim()) && /^[^\n"'`]+ [^\n"'`]+$/.test(value)
  return `${label.replace(/:$/, '')}: ${isKey ? `"${value}"` : value}`
}

/** A code block is a passage of its own, as its fences make it in `text`; what stands between two is one, line by line. */
function readRichText(elements: readonly Json[]): readonly string[] {
  const passages: string[] = []
  let prose: string[] = []
  const endProse = (): void => {
    if (prose.length > 0) passages.push(prose.map((line) => line.replace(/\n$/, '')).join('\n'))
    prose = []
  }
  for (const element of elements) {
    if (element.type === 'rich_text_list')
      prose.push(...listOf(element.elements).map((item) => readInline(listOf(item.elements), false)))
    else if (element.type === 'rich_text_preformatted') {
      endProse()
      passages.push(readInline(listOf(element.elements), true))
    } else prose.push(readInline(listOf(element.elements), false))
  }
  endProse()
  return passages
}

/** Joins inline elements without a gap: Slack cuts `arn:aws:s3` into text, the emoji `:aws:` and text. */
const readInline = (elements: readonly Json[], preformatted: boolean): string =>
  elements.map((element) => readElement(element, preformatted)).join('')

function readElement(element: Json, preformatted: boolean): string {
  const style = isRecord(element.style) ? element.style : {}
  const quote = style.code === true && !preformatted ? '`' : ''
  switch (element.type) {
    case 'text':
      return `${quote}${stringOf(element.text)}${quote}`
    case 'link':
      return `${quote}${stringOf(element.text) || stringOf(element.url).replace(/^(?:mailto|tel):/, '')}${quote}`
    case 'emoji':
      return `:${stringOf(element.name)}:`
    case 'user':
      return `@${stringOf(element.user_id)}`
    case 'usergroup':
      return `@${stringOf(element.usergroup_id)}`
    case 'channel':
      return `#${stringOf(element.channel_id)}`
    case 'broadcast':
      return `@${stringOf(element.range)}`
    case 'date':
      return stringOf(element.fallback)
    case 'color':
      return stringOf(element.value)
    default:
      return stringOf(element.text)
  }
}
