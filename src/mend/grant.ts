import type { Caller } from '../caller.ts'
import type { Question } from '../layer.ts'

type Document = Readonly<Record<string, unknown>>

/** The smallest statement that allows exactly this action on exactly this resource. */
export const allowStatement = ({ action, resource }: Question): Document => ({
  Sid: `Allow${action
    .replace(/[^A-Za-z0-9]/g, ' ')
    .replace(/(^| )([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
    .replaceAll(' ', '')}`,
  Effect: 'Allow',
  Action: action,
  Resource: resource,
})

/** The same for a resource-based policy, with the principal that needs it; `null` for an unsigned caller. */
export function allowPrincipal(question: Question, caller: Caller): Document | null {
  const principal = principalOf(caller)
  if (principal === null) return null
  const { Sid, Effect, ...rest } = allowStatement(question)
  const condition = caller.kind === 'service' ? sourceCondition(question) : null
  return { Sid, Effect, Principal: principal, ...rest, ...(condition === null ? {} : { Condition: condition }) }
}

function principalOf(caller: Caller): Document | null {
  switch (caller.kind) {
    case 'anonymous':
      return null
    case 'service':
      return { Service: caller.principal }
    case 'federated-user':
      return { AWS: caller.principal }
    case 'user':
    case 'role':
    case 'session':
    case 'root':
      return { AWS: caller.arn }
  }
}

/** A service acts for somebody; the grant holds only for the source that this request came for. */
function sourceCondition({ context }: Question): Document | null {
  const said = ['aws:SourceArn', 'aws:SourceAccount'].flatMap((key) => {
    const value = context(key.toLowerCase())
    return value.kind === 'values' && value.values[0] !== undefined ? [[key, value.values[0]] as const] : []
  })
  if (said.length === 0) return null
  const arn = said.filter(([key]) => key === 'aws:SourceArn')
  const account = said.filter(([key]) => key === 'aws:SourceAccount')
  return {
    ...(arn.length === 0 ? {} : { ArnLike: Object.fromEntries(arn) }),
    ...(account.length === 0 ? {} : { StringEquals: Object.fromEntries(account) }),
  }
}
