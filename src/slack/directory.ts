import { LRUCache } from 'lru-cache'
import type { Log } from '../log.ts'
import type { ChannelInfo, SlackWeb, UserInfo } from './web.ts'

/** Who somebody is to this workspace; `unknown` where Slack did not say, and is then treated as an outsider. */
export type Standing = 'member' | 'guest' | 'outsider' | 'unknown'

/** What Slack says of channels, people and groups, kept for a while: usergroups.users.list allows 20 calls a minute. */
export interface Directory {
  /** `null` where Slack did not say. */
  channel(id: string): Promise<ChannelInfo | null>
  /** A channel's name or membership changed. */
  forgetChannel(id: string): void
  standing(user: string): Promise<Standing>
  /** Whether `user` belongs to this workspace; `team` is what Slack's payload says of that, where it says something. */
  isOwn(user: string, team: string | null): Promise<boolean>
  /** Whether `user` is in one of `groups`; `null` where Slack did not say of any of them, and none that it said had them. */
  inOneOf(groups: readonly string[], user: string): Promise<boolean | null>
}

/** A channel can be shared with another organization at any time, so this one is short. */
const channelMs = 60_000
const userMs = 10 * 60_000
const groupMs = 5 * 60_000

export function createDirectory(web: SlackWeb, ownTeamId: () => string | null, log: Log): Directory {
  const channels = new LRUCache<string, ChannelInfo>({ max: 2_000, ttl: channelMs })
  const users = new LRUCache<string, UserInfo>({ max: 5_000, ttl: userMs })
  const groups = new LRUCache<string, ReadonlySet<string>>({ max: 500, ttl: groupMs })

  const standing = async (id: string): Promise<Standing> => {
    const user = await cached(users, id, () => web.userInfo(id), log, 'users.info')
    const own = ownTeamId()
    if (user === null || own === null) return 'unknown'
    if (user.isStranger || (user.teamIds.length > 0 && !user.teamIds.includes(own))) return 'outsider'
    return user.isGuest ? 'guest' : 'member'
  }

  return {
    channel: (id) => cached(channels, id, () => web.channelInfo(id), log, 'conversations.info'),
    forgetChannel: (id) => {
      channels.delete(id)
    },
    standing,
    async isOwn(user, team) {
      if (team !== null) return team === ownTeamId()
      const found = await standing(user)
      return found === 'member' || found === 'guest'
    },
    async inOneOf(ids, user) {
      const lists = await Promise.all(
        ids.map((id) =>
          cached(groups, id, async () => new Set(await web.userGroupMembers(id)), log, 'usergroups.users.list'),
        ),
      )
      if (lists.some((members) => members?.has(user))) return true
      return lists.includes(null) ? null : false
    },
  }
}

/** The value, read once and kept; `null`, and a line in the log, where reading failed. A failure is not kept. */
async function cached<T extends object>(
  cache: LRUCache<string, T>,
  id: string,
  read: () => Promise<T>,
  log: Log,
  method: string,
): Promise<T | null> {
  const kept = cache.get(id)
  if (kept !== undefined) return kept
  try {
    const value = await read()
    cache.set(id, value)
    return value
  } catch (error) {
    log.warn({ err: error, id }, `${method} failed; going on as if the answer were the stricter one`)
    return null
  }
}
