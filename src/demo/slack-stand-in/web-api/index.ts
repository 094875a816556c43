import { deleteMessage, getPermalink, postEphemeral, postMessage, updateMessage } from './chat.ts'
import { history, info, join, list, replies } from './conversations.ts'
import { addReaction, authTest, botInfo, openView, userGroupMembers, userInfo } from './directory.ts'
import { type Answer, type Arguments, type Method, type MethodContext, refuse } from './method.ts'

/** The Web API methods that the stand-in knows; any other is Slack's `unknown_method`. */
const methods: ReadonlyMap<string, Method> = new Map([
  ['auth.test', authTest],
  ['bots.info', botInfo],
  ['chat.delete', deleteMessage],
  ['chat.getPermalink', getPermalink],
  ['chat.postEphemeral', postEphemeral],
  ['chat.postMessage', postMessage],
  ['chat.update', updateMessage],
  ['conversations.history', history],
  ['conversations.info', info],
  ['conversations.join', join],
  ['conversations.list', list],
  ['conversations.replies', replies],
  ['reactions.add', addReaction],
  ['usergroups.users.list', userGroupMembers],
  ['users.info', userInfo],
  ['views.open', openView],
])

/** Runs one method for a token that holds `granted`; Slack names the missing scope in its refusal. */
export function callMethod(
  name: string,
  args: Arguments,
  context: MethodContext,
  granted: readonly string[] | 'every',
): Answer {
  const method = methods.get(name)
  if (method === undefined) return refuse('unknown_method', { req_method: name })
  if (granted !== 'every' && method.scopes.length > 0 && !method.scopes.some((scope) => granted.includes(scope)))
    return refuse('missing_scope', { needed: method.scopes.join(','), provided: granted.join(',') })
  return method.run(args, context)
}
