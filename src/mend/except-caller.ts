import type { Caller } from '../caller.ts'
import type { PolicySource } from '../evidence.ts'
import type { StatementMatch } from '../policy/match.ts'
import type { Statement } from '../policy/policy.ts'
import { type Edit, replaceStatement } from './policies.ts'

type Block = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/**
 * Narrows denying statements so that they no longer catch this caller, and still catch everybody else. `null` where no
 * condition can tell the caller apart: an unsigned request has no principal.
 */
export function exceptCaller(source: PolicySource, denying: readonly StatementMatch[], caller: Caller): Edit | null {
  const extra = exception(caller)
  if (extra === null) return null
  let edit: Edit | null = null
  for (const { statement } of denying) {
    const narrowed = narrow(statement, extra)
    const next: Edit = replaceStatement(edit?.source ?? source, statement.index, narrowed)
    edit =
      edit === null
        ? next
        : {
            ...next,
            change: {
              ...next.change,
              before: edit.change.before,
              excerpt: [edit.change.excerpt, next.change.excerpt].flat(),
            },
          }
  }
  return edit
}

interface Exception {
  readonly operator: string
  readonly key: string
  readonly value: string
}

/** aws:PrincipalArn of a session is its role's ARN, so the exception outlives the session. */
function exception(caller: Caller): Exception | null {
  switch (caller.kind) {
    case 'anonymous':
      return null
    case 'service':
      return { operator: 'BoolIfExists', key: 'aws:PrincipalIsAWSService', value: 'false' }
    case 'federated-user':
      return { operator: 'ArnNotEquals', key: 'aws:PrincipalArn', value: caller.principal }
    case 'user':
    case 'role':
    case 'session':
    case 'root':
      return { operator: 'ArnNotEquals', key: 'aws:PrincipalArn', value: caller.arn }
  }
}

function narrow(statement: Statement, extra: Exception): Readonly<Record<string, unknown>> {
  const { NotPrincipal: _, ...rest } = statement.raw
  const spared = statement.principal?.negated ? statement.principal.entries.map(({ value }) => value) : []
  const raw = statement.principal?.negated ? { ...rest, Principal: '*' } : statement.raw
  const block: Block = isBlock(raw.Condition) ? raw.Condition : {}
  const operator = operatorFor(block, extra)
  const keys = block[operator] ?? {}
  const key = Object.keys(keys).find((name) => name.toLowerCase() === extra.key.toLowerCase()) ?? extra.key
  const values = [...new Set([...[keys[key] ?? []].flat(), ...spared, extra.value])]
  return { ...raw, Condition: { ...block, [operator]: { ...keys, [key]: values.length === 1 ? values[0] : values } } }
}

/** A list of principals that the statement already spares takes one more; the wildcard form keeps its name. */
function operatorFor(block: Block, { operator, key }: Exception): string {
  const same = Object.entries(block).find(
    ([name, keys]) =>
      /^Arn(NotEquals|NotLike)$/i.test(name) &&
      Object.keys(keys).some((one) => one.toLowerCase() === key.toLowerCase()),
  )
  return same?.[0] ?? operator
}

const isBlock = (value: unknown): value is Block =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((keys) => typeof keys === 'object' && keys !== null)
