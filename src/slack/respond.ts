import type { RespondArguments } from '@slack/bolt'
import type { Ask } from '../ask.ts'
import type { Asker } from '../diagnose.ts'
import { findAnswer } from './answer.ts'
import type { Deps } from './deps.ts'
import { type Answer, answerMessage, progressMessage, rereadingMessage } from './messages/answer-message.ts'
import type { Message } from './messages/message.ts'
import { onlyForYou } from './messages/only-you.ts'
import { redacted } from './messages/outgoing.ts'

/** Posts to the response_url of a command or a button, which works where the bot is no member. Five times in 30 minutes. */
export type Respond = (said: RespondArguments) => Promise<unknown>

export type Audience = 'asker' | 'channel'

export interface RespondOptions {
  readonly audience?: Audience
  readonly replace?: boolean
  /** The thread of the message that was pressed. */
  readonly thread_ts?: string
}

export async function respondWith(
  deps: Deps,
  respond: Respond,
  said: Message,
  { audience = 'asker', replace = false, thread_ts }: RespondOptions = {},
): Promise<void> {
  const { blocks, text } = redacted(said, deps.texts.redact)
  await respond({
    text,
    blocks: [...blocks],
    response_type: audience === 'asker' ? 'ephemeral' : 'in_channel',
    replace_original: replace,
    ...(thread_ts === undefined ? {} : { thread_ts }),
    unfurl_links: false,
    unfurl_media: false,
  })
}

/**
 * What response_url belongs to, and so what `replace_original` would replace. A public message must never be replaced
 * by an answer for one person: the answer would be public then.
 */
const replaces = {
  command: { progress: false, answer: true },
  shortcut: { progress: false, answer: false },
  'ephemeral-button': { progress: true, answer: true },
  'public-button': { progress: false, answer: false },
} as const

export type Source = keyof typeof replaces

/** Answers one person through response_url: 'reading AWS' at once, then the answer. */
export async function answerAsker(
  deps: Deps,
  respond: Respond,
  ask: Ask,
  asker: Asker,
  source: Source,
  thread: Pick<RespondOptions, 'thread_ts'> = {},
): Promise<void> {
  const replace = replaces[source]
  const progress = replace.progress ? rereadingMessage(ask) : progressMessage(ask)
  await respondWith(deps, respond, progress, { replace: replace.progress, ...thread })
  await answerBy(deps, ask, asker, (said) =>
    respondWith(deps, respond, onlyForYou(said), { replace: replace.answer, ...thread }),
  )
}

/** Answers the whole channel through response_url; only the asker sees the 'reading AWS' before it. */
export async function answerChannel(deps: Deps, respond: Respond, ask: Ask, asker: Asker): Promise<void> {
  await respondWith(deps, respond, progressMessage(ask))
  await answerBy(deps, ask, asker, (said) => respondWith(deps, respond, said, { audience: 'channel' }))
}

/** Reads AWS anew for an answer of ours that the whole channel sees, where chat.update does not reach it. */
export async function replaceAnswer(deps: Deps, respond: Respond, ask: Ask, asker: Asker): Promise<void> {
  const inPlace = { audience: 'channel', replace: true } as const
  await respondWith(deps, respond, rereadingMessage(ask), inPlace)
  await answerBy(deps, ask, asker, (said) => respondWith(deps, respond, said, inPlace))
}

async function answerBy(deps: Deps, ask: Ask, asker: Asker, say: (said: Message) => Promise<void>): Promise<void> {
  const write = (answer: Answer): Promise<void> => say(answerMessage(answer, ask, deps.now()))
  const settled = deps.jobs.whenInterrupted(() => write({ kind: 'interrupted' }))
  try {
    await write(await findAnswer(deps, ask, asker))
  } finally {
    settled()
  }
}
