import type { Ask } from '../ask.ts'
import { type Asker, diagnose, type Outcome } from '../diagnose.ts'
import type { Deps } from './deps.ts'
import { type Answer, answerMessage, progressMessage } from './messages/answer-message.ts'
import { type Message, wordsAlone } from './messages/message.ts'
import { type Place, type Position, type Posted, slackErrorCode } from './web.ts'

/** A thread: its channel and its first message. */
export interface Thread {
  readonly channel: string
  readonly thread_ts: string
}

export type Beginning =
  | { readonly kind: 'begun'; readonly position: Position }
  /** The message to answer was deleted; nothing of ours is left standing. */
  | { readonly kind: 'parent-gone' }
  /** Slack refused the post with this code (`not_in_channel`). */
  | { readonly kind: 'cannot-post'; readonly code: string }

/** Posts 'reading AWS' in the thread; `answerAt` edits the answer into its place. */
export async function beginInThread(deps: Deps, thread: Thread, ask: Ask): Promise<Beginning> {
  const posted = await post(deps, thread, progressMessage(ask))
  if (posted.kind === 'refused') return { kind: 'cannot-post', code: posted.code }
  const { channel, ts } = posted.position
  if (await isParentGone(deps, thread, posted.position)) {
    await deps.web.remove({ channel, ts })
    deps.log.info({ channel }, 'the message to answer was deleted; took the answer back')
    return { kind: 'parent-gone' }
  }
  return { kind: 'begun', position: { channel, ts } }
}

/** Edits the answer into a message of ours that says 'reading AWS'. */
export async function answerAt(deps: Deps, position: Position, ask: Ask, asker: Asker): Promise<void> {
  const write = (answer: Answer): Promise<void> => edit(deps, position, answerMessage(answer, ask, deps.now()))
  const settled = deps.jobs.whenInterrupted(() => write({ kind: 'interrupted' }))
  try {
    await write(await findAnswer(deps, ask, asker))
  } finally {
    settled()
  }
}

/** The answer to an ask. It never throws, and never takes longer than the deadline. */
export async function findAnswer(deps: Deps, ask: Ask, asker: Asker): Promise<Answer> {
  const started = deps.now()
  const answer = await orDeadline(diagnoseSafely(deps, ask, asker), deps.deadlineMs)
  const seconds = (deps.now() - started) / 1000
  const outcome = answer.kind === 'problem' ? answer.problem.kind : answer.kind
  deps.metrics.diagnosed(outcome, seconds)
  deps.log.info({ asker: asker.id, bucket: ask.bucket, outcome, seconds }, 'answered')
  return answer
}

/** The reader bounds itself; this bounds the reader. What comes later than the deadline is dropped. */
async function orDeadline(answer: Promise<Answer>, ms: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'deadline', seconds: ms / 1000 }), ms)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

async function diagnoseSafely(deps: Deps, ask: Ask, asker: Asker): Promise<Outcome | { kind: 'failed'; id: string }> {
  try {
    const outcome = await diagnose(ask, asker, deps.reader)
    if (outcome.kind === 'problem') deps.log.warn({ problem: outcome.problem }, 'nothing could be diagnosed')
    return outcome
  } catch (error) {
    const id = deps.newId()
    deps.metrics.failed('diagnose')
    deps.log.error({ err: error, id, bucket: ask.bucket }, 'diagnosing failed')
    return { kind: 'failed', id }
  }
}

export type PostResult =
  | { readonly kind: 'posted'; readonly position: Posted }
  | { readonly kind: 'refused'; readonly code: string }

/** Posts; that Slack refuses (`not_in_channel`) is a value, that it cannot be reached throws. */
export async function post(deps: Deps, place: Place, message: Message): Promise<PostResult> {
  try {
    return { kind: 'posted', position: await deps.web.post(place, message) }
  } catch (error) {
    const code = slackErrorCode(error)
    if (code === null) throw error
    deps.log.info({ channel: place.channel, code }, 'Slack refused a message')
    return { kind: 'refused', code }
  }
}

/**
 * Slack puts a reply whose parent was deleted into the channel itself, without an error. The posted message then lacks
 * `thread_ts`, and the thread has no first message.
 */
async function isParentGone(deps: Deps, { channel, thread_ts }: Thread, posted: Posted): Promise<boolean> {
  if (posted.thread_ts !== null) return false
  try {
    return (await deps.web.thread(channel, thread_ts, 1)).length === 0
  } catch (error) {
    deps.log.warn({ err: error, channel }, 'could not look for the message to answer; taking it to be there')
    return false
  }
}

/** Nobody waits for an edit of a message that was deleted. */
const goneCodes: ReadonlySet<string> = new Set(['message_not_found', 'channel_not_found', 'is_archived'])

/** Slack does not take these blocks, by a rule that its pages do not state. */
const blockCodes: ReadonlySet<string> = new Set([
  'msg_blocks_too_long',
  'invalid_blocks',
  'msg_too_long',
  'block_mismatch',
])

async function edit(deps: Deps, position: Position, message: Message): Promise<void> {
  try {
    await deps.web.update(position, message)
  } catch (error) {
    const code = slackErrorCode(error)
    if (code !== null && goneCodes.has(code)) {
      deps.log.info({ channel: position.channel, code }, 'the answer’s message is gone')
      return
    }
    if (code === null || !blockCodes.has(code)) throw error
    deps.metrics.failed('blocks')
    deps.log.error({ err: error, code }, 'Slack refused an answer’s blocks; sent its words alone')
    await deps.web.update(position, wordsAlone(message))
  }
}
