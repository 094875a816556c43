import type { SlackSettings } from '../config.ts'
import type { Directory } from './directory.ts'
import type { ChannelInfo } from './web.ts'

export type Access =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'channel-not-allowed' }
  | { readonly kind: 'not-in-user-group' }
  /** Slack did not say who is in the groups, so nobody is let in. */
  | { readonly kind: 'user-groups-unreadable' }
  | { readonly kind: 'outsider' }

export type Refusal = Exclude<Access, { kind: 'allowed' }>

/** Somebody in Slack; `team` is the workspace that Slack's payload gives, where it gives one. */
export interface Person {
  readonly id: string
  readonly team: string | null
}

export type WhoMayAsk = Pick<SlackSettings, 'allowedChannels' | 'allowedUserGroups'>

/**
 * Whether somebody may ask in a channel. Incident channels count as allowed ones, since the bot answers there unasked.
 * People of other organizations may not ask at all. An app (`null`) is in no user group, and is let ask where none is
 * demanded.
 */
export async function mayAsk(
  settings: WhoMayAsk,
  directory: Directory,
  where: { readonly id: string; readonly info: ChannelInfo | null; readonly isIncident: boolean },
  who: Person | null,
): Promise<Access> {
  const { allowedChannels, allowedUserGroups } = settings
  if (
    allowedChannels.length > 0 &&
    !where.isIncident &&
    !isListed(allowedChannels, where.id, where.info?.name ?? null)
  ) {
    return { kind: 'channel-not-allowed' }
  }
  if (who === null) {
    return allowedUserGroups.length === 0 || where.isIncident ? { kind: 'allowed' } : { kind: 'not-in-user-group' }
  }
  if (allowedUserGroups.length > 0) {
    const member = await directory.inOneOf(allowedUserGroups, who.id)
    if (member === null) return { kind: 'user-groups-unreadable' }
    if (!member) return { kind: 'not-in-user-group' }
  }
  // Only a shared channel, or one of which nothing is known, lets outsiders in.
  const mayBeForeign = where.info === null || where.info.isShared
  if (mayBeForeign && !(await directory.isOwn(who.id, who.team))) return { kind: 'outsider' }
  return { kind: 'allowed' }
}

/** Whether a list of the settings names the channel, by id or by name. */
export const isListed = (list: readonly string[], id: string, name: string | null): boolean =>
  list.includes(id) || (name !== null && list.includes(name))
