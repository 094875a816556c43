import type { Deps } from './deps.ts'
import { keysOf, type Own, originOf } from './message-origin.ts'
import type { MessageReading } from './text-reader.ts'
import { answerReading, type Target } from './thread-answers.ts'
import { type SlackMessage, slackErrorCode } from './web.ts'

/** An incident is a day's work; older messages belong to the channel's life before it. */
const historyMs = 24 * 60 * 60 * 1000
/** Slack recommends 200 a call. https://docs.slack.dev/reference/methods/conversations.history */
const historyMessages = 200
/** Threads whose replies are read too: conversations.history leaves them out, and allows 50 such calls a minute. */
const historyThreads = 10
const historyReplies = 50
/** A channel that is renamed in the middle of a storm of alerts must not be flooded. */
const maxHistoryAnswers = 5

const announcedKey = (channel: string): string => `announced:${channel}`
const joinedKey = (channel: string): string => `joined:${channel}`

/** Whether the channel is an incident's: by its name, or because an incident tool announced it. */
export async function isIncident(deps: Deps, channel: string, name: string | null): Promise<boolean> {
  if (name !== null && deps.texts.isIncidentName(name)) return true
  if ((await deps.memory.get(announcedKey(channel))) !== null) return true
  // Where Slack does not say the name, it is the one under which the channel was joined.
  return name === null && (await deps.memory.get(joinedKey(channel))) !== null
}

/** An incident tool announced the channel, whatever it is called: joins it. */
export async function joinAnnounced(deps: Deps, channel: string, own: Own): Promise<void> {
  await deps.memory.set(announcedKey(channel), 'announced')
  await joinIncident(deps, channel, own)
}

/** Joins a declared incident and answers what was said there before. A private channel takes an invitation instead. */
export async function joinIncident(deps: Deps, channel: string, own: Own): Promise<void> {
  try {
    await deps.web.join(channel)
  } catch (error) {
    const code = slackErrorCode(error)
    if (code === null) throw error
    deps.log.warn({ channel, code }, 'could not join an incident’s channel; invite the bot there to have it answer')
    return
  }
  await deps.memory.set(joinedKey(channel), 'joined')
  deps.directory.forgetChannel(channel)
  deps.log.info({ channel }, 'joined an incident')
  await answerHistory(deps, channel, own)
}

/** Answers the denials that stand in an incident's channel already, oldest first, each once. */
export async function answerHistory(deps: Deps, channel: string, own: Own): Promise<void> {
  const key = `history:${channel}`
  if (!(await deps.memory.claim([key]))) return
  const oldest = ((deps.now() - historyMs) / 1000).toFixed(6)
  const messages = await readHistory(deps, channel, oldest).catch(async (error: unknown) => {
    await deps.memory.release([key])
    throw error
  })
  const answeredThreads = new Set(messages.filter((message) => hasAnswer(message, own)).map(({ ts }) => ts))
  let answered = 0
  for (const message of messages) {
    const origin = originOf(message, own)
    if (origin === null || answeredThreads.has(origin.thread_ts)) continue
    const target = { channel, origin, isSharedByEnvelope: false }
    if (await answerUnasked(deps, target, deps.texts.message(message), own)) answered++
    if (answered >= maxHistoryAnswers) break
  }
  deps.log.info({ channel, read: messages.length, answered }, 'read an incident’s history')
}

/** Oldest first, each thread's replies after its first message. */
async function readHistory(deps: Deps, channel: string, oldest: string): Promise<readonly SlackMessage[]> {
  const messages = await deps.web.history(channel, oldest, historyMessages)
  const threads = messages.filter(({ reply_count }) => typeof reply_count === 'number' && reply_count > 0)
  const replies = new Map<unknown, readonly SlackMessage[]>()
  for (const { ts } of threads.slice(-historyThreads)) {
    if (typeof ts === 'string') replies.set(ts, (await deps.web.thread(channel, ts, historyReplies)).slice(1))
  }
  return messages.flatMap((message) => [message, ...(replies.get(message.ts) ?? [])])
}

/** A thread in which the bot already wrote was answered before it was restarted or invited again. */
const hasAnswer = ({ reply_users }: SlackMessage, { userId }: Own): boolean =>
  userId !== null && Array.isArray(reply_users) && reply_users.includes(userId)

/** Answers a message of an incident's channel that shows an error of S3's, once; `false` where it does not. */
export async function answerUnasked(deps: Deps, target: Target, reading: MessageReading, own: Own): Promise<boolean> {
  const { channel, origin } = target
  if (!says(reading)) return false
  if (origin.user !== null && !(await mayBeAnswered(deps, origin.user))) return false
  const keys = keysOf(own.appId ?? '', channel, origin)
  // Monitors repeat their cards; people who repeat themselves want an answer.
  const repeated =
    origin.user === null ? [`card:${channel}:${JSON.stringify([reading.asks, reading.notAuthorization])}`] : []
  if (!(await deps.memory.claim([...keys, ...repeated]))) return false
  const hindrance = await answerReading(deps, target, reading)
  if (hindrance !== null) deps.log.info({ channel, hindrance: hindrance.kind }, 'could not answer in an incident')
  return true
}

/** Whether a message shows anything that is answered. */
export const says = ({ asks, notAuthorization }: MessageReading): boolean =>
  asks.length > 0 || notAuthorization !== null

/**
 * Where only members of some user groups may ask, only theirs are answered unasked: else anybody could open an
 * incident's channel and read policies there. Apps are let pass, for whoever installed them is trusted.
 */
async function mayBeAnswered(deps: Deps, user: string): Promise<boolean> {
  const { allowedUserGroups } = deps.settings
  return allowedUserGroups.length === 0 || (await deps.directory.inOneOf(allowedUserGroups, user)) === true
}
