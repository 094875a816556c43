import type { Block } from './workspace.ts'

/**
 * What is wrong with these blocks by Slack's rules, in the words that Slack puts into `response_metadata.messages`;
 * empty where they are fine. https://docs.slack.dev/reference/block-kit/blocks
 */
export function findBlockFaults(blocks: unknown): readonly string[] {
  if (!Array.isArray(blocks)) return ['must provide an array of blocks']
  const faults: string[] = []
  if (blocks.length > 50) faults.push('no more than 50 items allowed [json-pointer:/blocks]')
  const ids = new Set<string>()
  for (const [index, block] of blocks.entries()) {
    const at = `/blocks/${index}`
    if (!isRecord(block)) {
      faults.push(`must be an object [json-pointer:${at}]`)
      continue
    }
    const id = block.block_id
    if (id !== undefined) {
      if (typeof id !== 'string' || id.length > 255) faults.push(`invalid block_id [json-pointer:${at}/block_id]`)
      else if (ids.has(id)) faults.push(`duplicate block_id [json-pointer:${at}/block_id]`)
      else ids.add(id)
    }
    faults.push(...findFaultsOfBlock(block, at))
  }
  return faults
}

/** Slack refuses a message near 13,200 characters of blocks in all with `msg_blocks_too_long`; no page states it. */
export const totalBlocksLimit = 13_200

export const countBlockCharacters = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + countText(block), 0)

function countText(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, part) => sum + countText(part), 0)
  if (!isRecord(value)) return 0
  return Object.entries(value).reduce(
    (sum, [name, part]) => sum + (name === 'text' && typeof part === 'string' ? part.length : countText(part)),
    0,
  )
}

const checks: Readonly<Record<string, (block: Block, at: string) => readonly string[]>> = {
  header: (block, at) => findTextFaults(block.text, `${at}/text`, 150, ['plain_text']),
  section: (block, at) => [
    ...(block.text === undefined && block.fields === undefined
      ? [`missing required field: text or fields [json-pointer:${at}]`]
      : []),
    ...(block.text === undefined ? [] : findTextFaults(block.text, `${at}/text`, 3000)),
    ...findListFaults(block.fields, `${at}/fields`, 10, (field, place) => findTextFaults(field, place, 2000)),
    ...(block.accessory === undefined ? [] : findElementFaults(block.accessory, `${at}/accessory`)),
  ],
  context: (block, at) =>
    requireList(block.elements, `${at}/elements`, 10, (element, place) =>
      isRecord(element) && element.type === 'image' ? [] : findTextFaults(element, place, 3000),
    ),
  divider: () => [],
  actions: (block, at) => [
    ...requireList(block.elements, `${at}/elements`, 25, findElementFaults),
    ...findRepeatedActionIds(block.elements, at),
  ],
  rich_text: (block, at) => requireList(block.elements, `${at}/elements`, Number.POSITIVE_INFINITY, findRichFaults),
  markdown: (block, at) =>
    typeof block.text === 'string' && block.text.length > 0 && block.text.length <= 12_000
      ? []
      : [`must be 1 to 12000 characters [json-pointer:${at}/text]`],
  image: (block, at) =>
    typeof block.alt_text === 'string' ? [] : [`missing required field: alt_text [json-pointer:${at}]`],
  input: (block, at) => findTextFaults(block.label, `${at}/label`, 2000, ['plain_text']),
}

function findFaultsOfBlock(block: Block, at: string): readonly string[] {
  const check = typeof block.type === 'string' ? checks[block.type] : undefined
  return check === undefined ? [`unsupported type: ${String(block.type)} [json-pointer:${at}]`] : check(block, at)
}

function findTextFaults(
  text: unknown,
  at: string,
  limit: number,
  types: readonly string[] = ['plain_text', 'mrkdwn'],
): readonly string[] {
  if (!isRecord(text)) return [`must provide an object [json-pointer:${at}]`]
  if (typeof text.type !== 'string' || !types.includes(text.type))
    return [`must be of type ${types.join(' or ')} [json-pointer:${at}/type]`]
  if (typeof text.text !== 'string' || text.text.length === 0)
    return [`must be more than 0 characters [json-pointer:${at}/text]`]
  if (text.text.length > limit) return [`must be less than ${limit + 1} characters [json-pointer:${at}/text]`]
  return []
}

type Check = (item: unknown, at: string) => readonly string[]

const findListFaults = (list: unknown, at: string, most: number, check: Check): readonly string[] =>
  list === undefined ? [] : requireList(list, at, most, check)

function requireList(list: unknown, at: string, most: number, check: Check): readonly string[] {
  if (!Array.isArray(list) || list.length === 0) return [`must have at least 1 item [json-pointer:${at}]`]
  if (list.length > most) return [`no more than ${most} items allowed [json-pointer:${at}]`]
  return list.flatMap((item: unknown, index) => check(item, `${at}/${index}`))
}

const elementTypes = new Set(['button', 'overflow', 'static_select', 'workflow_button', 'datepicker', 'checkboxes'])

function findElementFaults(element: unknown, at: string): readonly string[] {
  if (!isRecord(element) || typeof element.type !== 'string') return [`must be an element [json-pointer:${at}]`]
  if (!elementTypes.has(element.type)) return [`unsupported type: ${element.type} [json-pointer:${at}]`]
  if (typeof element.action_id === 'string' && element.action_id.length > 255)
    return [`action_id must be less than 256 characters [json-pointer:${at}/action_id]`]
  if (element.type === 'button')
    return [
      ...findTextFaults(element.text, `${at}/text`, 75, ['plain_text']),
      ...(typeof element.value === 'string' && element.value.length > 2000
        ? [`must be less than 2001 characters [json-pointer:${at}/value]`]
        : []),
      ...(element.style !== undefined && element.style !== 'primary' && element.style !== 'danger'
        ? [`must be one of primary, danger [json-pointer:${at}/style]`]
        : []),
      ...(typeof element.url === 'string' && element.url.length > 3000
        ? [`must be less than 3001 characters [json-pointer:${at}/url]`]
        : []),
    ]
  if (element.type === 'overflow')
    return requireList(element.options, `${at}/options`, 5, (option, place) =>
      isRecord(option) ? findTextFaults(option.text, `${place}/text`, 75, ['plain_text']) : [`bad option ${place}`],
    )
  return []
}

function findRepeatedActionIds(elements: unknown, at: string): readonly string[] {
  const ids = (Array.isArray(elements) ? elements : []).filter(isRecord).map((element) => element.action_id)
  const given = ids.filter((id) => typeof id === 'string')
  return new Set(given).size === given.length ? [] : [`action_id must be unique [json-pointer:${at}/elements]`]
}

const richContainers = new Set(['rich_text_section', 'rich_text_preformatted', 'rich_text_quote', 'rich_text_list'])
const richLeaves = new Set(['text', 'link', 'emoji', 'user', 'usergroup', 'channel', 'broadcast', 'date', 'color'])

function findRichFaults(element: unknown, at: string): readonly string[] {
  if (!isRecord(element) || typeof element.type !== 'string') return [`must be an element [json-pointer:${at}]`]
  if (element.type === 'rich_text_list')
    return requireList(element.elements, `${at}/elements`, Number.POSITIVE_INFINITY, findRichFaults)
  if (!richContainers.has(element.type)) return [`unsupported type: ${element.type} [json-pointer:${at}]`]
  const leaves = element.type === 'rich_text_preformatted' ? new Set(['text', 'link']) : richLeaves
  return requireList(element.elements, `${at}/elements`, Number.POSITIVE_INFINITY, (leaf, place) => {
    if (!isRecord(leaf) || typeof leaf.type !== 'string' || !leaves.has(leaf.type))
      return [`unsupported type in ${String(element.type)} [json-pointer:${place}]`]
    if (leaf.type === 'text' && (typeof leaf.text !== 'string' || leaf.text.length === 0))
      return [`must be more than 0 characters [json-pointer:${place}/text]`]
    return []
  })
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
