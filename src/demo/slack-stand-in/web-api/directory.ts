import { findBlockFaults, isRecord } from '../block-limits.ts'
import type { Person, Workspace } from '../workspace.ts'
import { findChannel, isRefusal, type Method, readJson, readText, refuse } from './method.ts'

/** https://docs.slack.dev/reference/methods/auth.test */
export const authTest: Method = {
  scopes: [],
  run(_args, { workspace: { installation } }) {
    return {
      ok: true,
      url: `https://${installation.teamDomain}.slack.com/`,
      team: installation.teamName,
      user: 's3denied',
      team_id: installation.teamId,
      user_id: installation.botUserId,
      bot_id: installation.botId,
      is_enterprise_install: false,
    }
  },
}

/** https://docs.slack.dev/reference/methods/users.info */
export const userInfo: Method = {
  scopes: ['users:read'],
  run(args, { workspace }) {
    const person = workspace.people.get(readText(args, 'user') ?? '')
    return person === undefined ? refuse('user_not_found') : { ok: true, user: describePerson(person, workspace) }
  },
}

/** https://docs.slack.dev/reference/methods/bots.info */
export const botInfo: Method = {
  scopes: ['users:read'],
  run(args, { workspace: { installation } }) {
    const id = readText(args, 'bot')
    if (id !== undefined && id !== installation.botId) return refuse('bot_not_found')
    return {
      ok: true,
      bot: {
        id: installation.botId,
        app_id: installation.appId,
        user_id: installation.botUserId,
        name: 's3denied',
        deleted: false,
      },
    }
  },
}

/** https://docs.slack.dev/reference/methods/usergroups.users.list */
export const userGroupMembers: Method = {
  scopes: ['usergroups:read'],
  run(args, { userGroups }) {
    const users = userGroups.get(readText(args, 'usergroup') ?? '')
    return users === undefined ? refuse('no_such_subteam') : { ok: true, users }
  },
}

/** https://docs.slack.dev/reference/methods/reactions.add */
export const addReaction: Method = {
  scopes: ['reactions:write'],
  run(args, context) {
    const channel = findChannel(args, context)
    if (isRefusal(channel)) return channel
    const message = context.workspace.message(channel.id, readText(args, 'timestamp') ?? '')
    if (message === undefined) return refuse('message_not_found')
    const name = readText(args, 'name')
    if (name === undefined) return refuse('invalid_name')
    const held = Array.isArray(message.reactions) ? message.reactions : []
    if (held.some((reaction) => isRecord(reaction) && reaction.name === name)) return refuse('already_reacted')
    const reaction = { name, users: [context.workspace.installation.botUserId], count: 1 }
    context.workspace.putMessage({ ...message, reactions: [...held, reaction] })
    return { ok: true }
  },
}

/** https://docs.slack.dev/reference/methods/views.open */
export const openView: Method = {
  scopes: [],
  run(args, { workspace, takeTrigger }) {
    const user = takeTrigger(readText(args, 'trigger_id') ?? '')
    if (user === null) return refuse('expired_trigger_id')
    const view = readJson(args, 'view')
    if (!isRecord(view) || view.type !== 'modal') return refuse('invalid_arguments')
    const title = isRecord(view.title) ? view.title.text : undefined
    if (typeof title !== 'string' || title.length === 0 || title.length > 24)
      return refuse('invalid_arguments', { response_metadata: { messages: ['[ERROR] title: 1 to 24 characters'] } })
    const faults = findBlockFaults(view.blocks)
    if (faults.length > 0)
      return refuse('invalid_arguments', { response_metadata: { messages: faults.map((fault) => `[ERROR] ${fault}`) } })
    const opened = { ...view, id: workspace.nextId('V'), hash: workspace.nextTs() }
    workspace.showView(user, opened)
    return { ok: true, view: opened }
  },
}

const describePerson = (person: Person, workspace: Workspace): Record<string, unknown> => ({
  id: person.id,
  team_id: person.team_id,
  name: person.name,
  real_name: person.real_name,
  deleted: false,
  tz: 'Europe/Amsterdam',
  is_bot: person.is_bot,
  is_admin: false,
  is_owner: false,
  is_restricted: person.is_restricted,
  is_ultra_restricted: false,
  is_stranger: person.team_id !== workspace.installation.teamId,
  is_app_user: false,
  profile: { real_name: person.real_name, display_name: person.name },
})
