import { isRecord, labelled, listOf, readBlock, stringOf, undoMrkdwn } from './slack-markup.ts'

type Json = Readonly<Record<string, unknown>>

/** Who this bot is, so that its own answers, which quote denials, are not read. */
export interface OwnIds {
  readonly botId?: string
  readonly appId?: string
  readonly botUserId?: string
}

/** Subtypes that carry what somebody posted; the rest is Slack's housekeeping (joins, topics, pins). */
const posted: ReadonlySet<string> = new Set([
  '',
  'thread_broadcast',
  'file_share',
  'bot_message',
  'me_message',
  'message_changed',
])

/** The message that an event posts, or `null`: deleted, housekeeping, or this bot's own. Of an edit only the new text. */
export function postedMessage(event: Json, own: OwnIds): Json | null {
  const subtype = stringOf(event.subtype)
  if (!posted.has(subtype)) return null
  const message = subtype === 'message_changed' ? event.message : event
  if (!isRecord(message) || (message.hidden === true && subtype !== 'message_changed')) return null
  if (stringOf(message.subtype) === 'tombstone') return null
  return isOwn(message, own) || isOwn(event, own) ? null : message
}

function isOwn(message: Json, own: OwnIds): boolean {
  const profile = isRecord(message.bot_profile) ? message.bot_profile : {}
  if (own.botId !== undefined && (message.bot_id === own.botId || profile.id === own.botId)) return true
  if (own.appId !== undefined && (message.app_id === own.appId || profile.app_id === own.appId)) return true
  if (own.botUserId !== undefined && message.user === own.botUserId) return true
  return profile.name === 's3denied' || (typeof message.bot_id === 'string' && message.username === 's3denied')
}

/**
 * Everything a message says, as passages in the order of its page, Slack's markup undone. A source whose every line
 * was said already (Slack repeats `text` in `blocks`, and a share in `attachments`) is left out.
 */
export function readPassages(message: Json): readonly string[] {
  const passages: string[] = []
  const said = new Set<string>()
  let unsaid: readonly string[] = []
  const add = (source: readonly string[], first = false): void => {
    const told = source.map(shorten).filter((passage) => passage !== '')
    if (told.length === 0) return
    // Most messages have one source: its lines are compared only when a second comes.
    for (const line of linesOf(unsaid)) said.add(line)
    unsaid = []
    if (said.size > 0 && linesOf(told).every((line) => said.has(line))) return
    unsaid = told
    if (first) passages.unshift(...told)
    else passages.push(...told)
  }
  // A person's rich text is the message itself; a bot's `text` is a notification that its blocks say better.
  const blocks = listOf(message.blocks)
  add(blocks.flatMap(readBlock))
  const text = splitFences(undoMrkdwn(stringOf(message.text)))
  if (blocks.some((block) => block.type === 'rich_text') || blocks.length === 0) add(text)
  else add(text, true)
  for (const attachment of listOf(message.attachments)) readAttachment(attachment, add)
  for (const file of listOf(message.files)) add([stringOf(file.preview) || stringOf(file.preview_plain_text)])
  return passages.flatMap(splitFences).filter((passage) => passage !== '')
}

function readAttachment(attachment: Json, add: (source: readonly string[]) => void): void {
  const shared = listOf(attachment.message_blocks).map((share) => (isRecord(share.message) ? share.message : {}))
  const sources = [
    ...shared.map((message) => listOf(message.blocks).flatMap(readBlock)),
    [undoMrkdwn(stringOf(attachment.pretext)), undoMrkdwn(stringOf(attachment.title))],
    splitFences(undoMrkdwn(stringOf(attachment.text))),
    [listOf(attachment.fields).map(readField).join('\n')],
    listOf(attachment.blocks).flatMap(readBlock),
  ].filter((source) => source.some((passage) => passage.trim() !== ''))
  for (const source of sources) add(source)
  // The fallback is for clients that cannot draw the rest.
  if (sources.length === 0) add([undoMrkdwn(stringOf(attachment.fallback))])
}

function readField(field: Json): string {
  const title = undoMrkdwn(stringOf(field.title)).trim()
  const value = undoMrkdwn(stringOf(field.value)).trim()
  return title === '' ? value : labelled(title, value)
}

/** What the lines say without marks and blanks. */
const linesOf = (passages: readonly string[]): readonly string[] =>
  passages
    .flatMap((passage) => passage.split('\n'))
    .map(squeeze)
    .filter((line) => line !== '')

/** Runs of empty lines say nothing; one pass over a class. */
const shorten = (text: string): string => text.replace(/\n[ \t\r\n]{2,}\n/g, '\n\n').trim()

const squeeze = (line: string): string => line.replace(/[\s!-/:-@[-`{-~]+/g, '').toLowerCase()

/** A code block is a passage of its own. */
const splitFences = (text: string): readonly string[] => (text.includes('```') ? text.split('```') : [text])

/**
 * Every string of a message as Slack sent it, links' targets and fallbacks too: a secret counts wherever it stands.
 * Slack's own ids and addresses are short or fixed and match no kind of secret.
 */
export function allStrings(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return [value]
  if (depth > 24 || typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap((inner) => allStrings(inner, depth + 1))
}
