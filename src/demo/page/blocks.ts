import { emojis, mention, type Names, readMrkdwn } from './mrkdwn.ts'
import { element, link, safeAddress, type Tree } from './tree.ts'

type Json = Readonly<Record<string, unknown>>

/** Block Kit as a tree; a block of an unknown type says so instead of vanishing. */
export const drawBlocks = (blocks: readonly Json[], names: Names): readonly Tree[] =>
  blocks.map((block) => drawBlock(block, names))

function drawBlock(block: Json, names: Names): Tree {
  switch (block.type) {
    case 'header':
      return element('h4', { class: 'block header' }, ...drawText(block.text, names))
    case 'section':
      return drawSection(block, names)
    case 'context':
      return element(
        'div',
        { class: 'block context' },
        ...list(block.elements).map((part) => element('span', {}, ...drawText(part, names))),
      )
    case 'divider':
      return element('hr', { class: 'block' })
    case 'actions':
      return element('div', { class: 'block actions' }, ...list(block.elements).map((part) => drawElement(part, names)))
    case 'rich_text':
      return element('div', { class: 'block rich' }, ...list(block.elements).map((part) => drawRich(part, names)))
    case 'markdown':
      return element('div', { class: 'block plain' }, text(block.text))
    default:
      return element('div', { class: 'block unknown' }, `[${text(block.type)} block]`)
  }
}

function drawSection(block: Json, names: Names): Tree {
  const fields = list(block.fields)
  const body = block.text === undefined ? [] : [element('div', { class: 'text' }, ...drawText(block.text, names))]
  const grid = fields.map((field) => element('div', { class: 'field' }, ...drawText(field, names)))
  return element(
    'div',
    { class: 'block section' },
    ...body,
    ...(fields.length === 0 ? [] : [element('div', { class: 'fields' }, ...grid)]),
    ...(isJson(block.accessory) ? [drawElement(block.accessory, names)] : []),
  )
}

/** A text object: mrkdwn, or plain text in which nothing but emoji is read. */
function drawText(object: unknown, names: Names): readonly Tree[] {
  if (!isJson(object)) return []
  if (object.type === 'mrkdwn') return readMrkdwn(text(object.text), names)
  return [drawEmoji(text(object.text))]
}

const drawEmoji = (plain: string): string =>
  plain.replace(/:([a-z0-9_+-]+):/g, (written, name: string) => emojis[name] ?? written)

function drawElement(part: Json, names: Names): Tree {
  if (part.type === 'button') {
    const label = drawText(part.text, names)
    const style = part.style === 'primary' || part.style === 'danger' ? ` ${part.style}` : ''
    const address = safeAddress(part.url)
    if (address !== null)
      return element(
        'a',
        { class: `button${style}`, href: address, target: '_blank', rel: 'noopener noreferrer' },
        ...label,
      )
    return element('button', { type: 'button', class: `button${style}`, 'data-action': text(part.action_id) }, ...label)
  }
  return element('span', { class: 'unknown' }, `[${text(part.type)}]`)
}

function drawRich(part: Json, names: Names): Tree {
  const inside = list(part.elements)
  switch (part.type) {
    case 'rich_text_section':
      return element('div', { class: 'line' }, ...inside.flatMap((leaf) => drawLeaf(leaf, names)))
    case 'rich_text_preformatted':
      return element('pre', {}, ...inside.flatMap((leaf) => drawLeaf(leaf, names)))
    case 'rich_text_quote':
      return element('blockquote', {}, ...inside.flatMap((leaf) => drawLeaf(leaf, names)))
    case 'rich_text_list':
      return element(
        part.style === 'ordered' ? 'ol' : 'ul',
        { class: `indent-${Math.min(Number(part.indent ?? 0), 4)}` },
        ...inside.map((item) => element('li', {}, ...list(item.elements).flatMap((leaf) => drawLeaf(leaf, names)))),
      )
    default:
      return element('span', { class: 'unknown' }, `[${text(part.type)}]`)
  }
}

/** A leaf's text is never parsed; its line breaks are the stylesheet's to keep. */
function drawLeaf(leaf: Json, names: Names): readonly Tree[] {
  switch (leaf.type) {
    case 'text':
      return [applyStyle(text(leaf.text), leaf.style)]
    case 'link':
      return [applyStyle(link(leaf.url, text(leaf.text ?? leaf.url)), leaf.style)]
    case 'emoji':
      return [emojis[text(leaf.name)] ?? `:${text(leaf.name)}:`]
    case 'user':
      return [mention(`@${names.user(text(leaf.user_id)) ?? text(leaf.user_id)}`)]
    case 'channel':
      return [mention(`#${names.channel(text(leaf.channel_id)) ?? text(leaf.channel_id)}`)]
    case 'broadcast':
      return [mention(`@${text(leaf.range)}`)]
    default:
      return [element('span', { class: 'unknown' }, `[${text(leaf.type)}]`)]
  }
}

function applyStyle(tree: Tree, style: unknown): Tree {
  if (!isJson(style)) return tree
  const tags = [
    style.code === true ? 'code' : null,
    style.strike === true ? 's' : null,
    style.italic === true ? 'em' : null,
    style.bold === true ? 'strong' : null,
  ]
  return tags.reduce<Tree>((inner, tag) => (tag === null ? inner : element(tag, {}, inner)), tree)
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : [])

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
