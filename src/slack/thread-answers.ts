import type { Ask } from '../ask.ts'
import type { Asker } from '../diagnose.ts'
import { answerAt, type Beginning, beginInThread, findAnswer, post } from './answer.ts'
import type { Deps } from './deps.ts'
import type { Origin } from './message-origin.ts'
import { answerMessage } from './messages/answer-message.ts'
import { moreDenialsMessage, otherErrorMessage, sharedChannelNotice } from './messages/notices.ts'
import { onlyForYou } from './messages/only-you.ts'
import type { MessageReading } from './text-reader.ts'

/** A message to answer in its thread. */
export interface Target {
  readonly channel: string
  readonly origin: Origin
  /** What the event's envelope says; `false` where it says nothing, and then conversations.info decides. */
  readonly isSharedByEnvelope: boolean
}

/** One message seldom shows more denials, and each answer is a card of its own. */
const maxAnswers = 3

/** Answers what a message says in its thread, one card a denial. Gives what kept it from that, or `null`. */
export async function answerReading(
  deps: Deps,
  target: Target,
  reading: MessageReading,
): Promise<Exclude<Beginning, { kind: 'begun' }> | null> {
  const { channel, origin } = target
  const info = await deps.directory.channel(channel)
  if (target.isSharedByEnvelope || info === null || info.isShared) {
    await answerToOwnMember(deps, target, reading)
    return null
  }
  const thread = { channel, thread_ts: origin.thread_ts }
  const asks = reading.asks.slice(0, maxAnswers)
  const first = reading.asks.length === 0 ? reading.notAuthorization : null
  if (first !== null) {
    const posted = await post(deps, thread, otherErrorMessage(first))
    return posted.kind === 'refused' ? { kind: 'cannot-post', code: posted.code } : null
  }
  const begun = []
  for (const ask of asks) {
    const beginning = await beginInThread(deps, thread, ask)
    if (beginning.kind !== 'begun') return beginning
    begun.push({ ask, position: beginning.position })
  }
  await remember(
    deps,
    channel,
    origin.ts,
    reading.asks,
    begun.map(({ position }) => position.ts),
  )
  await Promise.all(begun.map(({ ask, position }) => answerAt(deps, position, ask, askerOf(origin))))
  const left = reading.asks.length - asks.length
  if (left > 0) await post(deps, thread, moreDenialsMessage(left))
  return null
}

/** CloudTrail shows who asked; an app's message is asked by the bot itself. */
const askerOf = ({ user }: Origin): Asker => ({ id: user ?? 'incident' })

/**
 * In a channel that another organization reads, or of which Slack does not say whether one does: one line for all, once
 * a thread, and the answer for the eyes of the one who wrote, if that is a member of this workspace.
 */
async function answerToOwnMember(deps: Deps, { channel, origin }: Target, reading: MessageReading): Promise<void> {
  const thread = { channel, thread_ts: origin.thread_ts }
  if (await deps.memory.claim([`shared-notice:${channel}:${origin.thread_ts}`])) {
    await post(deps, thread, sharedChannelNotice)
  }
  const { user } = origin
  if (user === null || !(await deps.directory.isOwn(user, origin.team))) return
  const answers = await Promise.all(
    reading.asks
      .slice(0, maxAnswers)
      .map(async (ask) => answerMessage(await findAnswer(deps, ask, askerOf(origin)), ask, deps.now())),
  )
  const other = reading.asks.length === 0 ? reading.notAuthorization : null
  for (const answer of other === null ? answers : [otherErrorMessage(other)]) {
    await deps.web.postEphemeral(thread, user, onlyForYou(answer))
  }
}

/**
 * Reads AWS anew for a message that was edited, in the place of the answers that it has. Gives `false` where there is
 * none, so that the message is to be answered like a new one.
 */
export async function answerEdited(
  deps: Deps,
  { channel, origin }: Target,
  { asks }: MessageReading,
): Promise<boolean> {
  const kept = await recall(deps, channel, origin.ts)
  if (kept === null) return false
  if (kept.asks === JSON.stringify(asks)) return true
  await remember(deps, channel, origin.ts, asks, kept.replies)
  await Promise.all(
    kept.replies.map(async (ts, index) => {
      const ask = asks[index]
      if (ask !== undefined) await answerAt(deps, { channel, ts }, ask, askerOf(origin))
    }),
  )
  return true
}

const answersKey = (channel: string, ts: string): string => `answers:${channel}:${ts}`

const remember = (deps: Deps, channel: string, ts: string, asks: readonly Ask[], replies: readonly string[]) =>
  deps.memory.set(answersKey(channel, ts), `${replies.join(' ')}\n${JSON.stringify(asks)}`)

async function recall(deps: Deps, channel: string, ts: string) {
  const kept = await deps.memory.get(answersKey(channel, ts))
  if (kept === null) return null
  const end = kept.indexOf('\n')
  return { replies: kept.slice(0, end).split(' '), asks: kept.slice(end + 1) }
}
