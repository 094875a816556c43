import type { types } from '@slack/bolt'
import { type Message, message } from './message.ts'
import { type Element, richText } from './rich-text.ts'

export const checkAgainAction = 'check_again'
export const evidenceAction = 'evidence'

/** What an answer consists of, whatever it says. */
export interface Card {
  readonly verdict: readonly Element[]
  readonly next: readonly Element[]
  readonly footer: string
  readonly buttons: Buttons | null
  /** What only the plain text says. */
  readonly plainText?: string
}

export interface Buttons {
  /** The ask, as ask-value.ts writes it. */
  readonly value: string
  readonly evidence: boolean
}

/** Slack's own limit is not documented for these; the whole message must stay well under 13,200 characters. */
const maxFooter = 1_500

/**
 * Every answer has the same blocks in the same order, and what is posted first (`progress`) is the first of them:
 * chat.update refuses to put another kind of block in the place of rich text (`block_mismatch`).
 */
export const card = ({ verdict, next, footer, buttons, plainText }: Card): Message =>
  message(
    [richText(...verdict), richText(...next), ...(buttons === null ? [] : [actions(buttons)]), footnote(footer)],
    plainText,
  )

/** Slack refuses near 13,200 characters (`msg_blocks_too_long`), and what it counts is not documented. */
const maxTotal = 12_000

/** The first message that fits, from the fullest level of detail to the barest; the barest where none does. */
export function firstFitting<L>([fullest, ...barer]: readonly [L, ...L[]], write: (level: L) => Message): Message {
  let made = write(fullest)
  for (const level of barer) {
    if (JSON.stringify(made.blocks).length <= maxTotal) return made
    made = write(level)
  }
  return made
}

/** A message of one block: what is posted while AWS is read, and short notices. */
export const notice = (...elements: readonly Element[]): Message => message([richText(...elements)])

/** Small grey text. It is plain text, in which Slack parses nothing. */
export const footnote = (text: string): types.ContextBlock => ({
  type: 'context',
  elements: [{ type: 'plain_text', text: cut(text.replaceAll('`', ''), maxFooter), emoji: false }],
})

/** At most `max` characters, the last of them an ellipsis where something is missing. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text
  // A surrogate pair must not be split: Slack refuses half of one.
  const end = /[\uD800-\uDBFF]$/.test(text.slice(0, max - 1)) ? max - 2 : max - 1
  return `${text.slice(0, end)}…`
}

const actions = ({ value, evidence }: Buttons): types.ActionsBlock => ({
  type: 'actions',
  elements: [
    button('Check again', checkAgainAction, value),
    ...(evidence ? [button('Evidence', evidenceAction, value)] : []),
  ],
})

const button = (text: string, action_id: string, value: string): types.Button => ({
  type: 'button',
  text: { type: 'plain_text', text, emoji: false },
  action_id,
  value,
})
