import { parseArn } from '../arn.ts'
import type { StatementRef } from '../diagnosis.ts'
import type { Question } from '../layer.ts'
import { lookUp } from '../look-up.ts'
import type { Condition } from '../policy/condition.ts'
import type { Context, ContextValue } from '../policy/context.ts'
import type { PolicyOutcome } from '../policy/evaluate.ts'
import type { StatementMatch } from '../policy/match.ts'

/** A value as code; a backtick inside would end it. */
export const code = (text: string): string => `\`${text.replaceAll('`', 'ˋ')}\``

/** Where a statement stands, for evidence and tests. */
export const refOf = ({ statement }: StatementMatch): StatementRef => ({
  policy: statement.policy,
  ...(statement.sid === undefined ? {} : { sid: statement.sid }),
  index: statement.index,
})

/** How a statement is called: by its Sid, else by its place. */
export const nameStatement = ({ statement }: StatementMatch): string =>
  statement.sid === undefined
    ? `statement ${statement.index} of ${code(statement.policy)}`
    : `statement ${code(statement.sid)}`

/** What denies, in one sentence or two. */
export function explainDeny(denying: readonly StatementMatch[], question: Question, subject: string): string {
  const [first, ...others] = denying
  if (first === undefined) return `${subject} denies ${code(question.action)}.`
  const also =
    others.length === 0 ? '' : ` So ${others.length === 1 ? 'does' : 'do'} ${listOf(others.map(nameStatement))}.`
  const { conditions } = first.statement
  const when = conditions.length === 0 ? '' : ` ${listOf(conditions.map((one) => describeMet(one)))}`
  return `${subject} denies ${code(question.action)} by ${nameStatement(first)}${when}${carried(conditions, question.context)}.${also}`
}

/** One sentence on what is not allowed, by the nearest statement where there is one. */
export function explainSilence(outcome: PolicyOutcome, question: Question, subject: string): string {
  const { action, resource } = question
  const near = nearest(outcome)
  if (near?.failed === 'resource') {
    const granted = near.statement.resources.templates.map(({ text }) => text)
    const verb = near.statement.resources.negated ? 'on all but' : 'only on'
    return `${subject} allows ${code(action)} ${verb} ${listOf(granted.slice(0, 3).map(code))}, and the request is for ${code(resource)}.${whyApart(granted, resource)}`
  }
  if (near?.failed === 'condition') {
    const unmet = near.unmet.map(describeUnmet)
    return `${subject} allows ${code(action)} by ${nameStatement(near)} only under a condition that is not met: ${listOf(unmet)}${carried(near.unmet, question.context)}.`
  }
  if (near?.failed === 'principal') {
    const orphan = near.statement.principal?.entries.find(({ value }) => /^A[A-Z]{3}[A-Z0-9]+$/.test(value))
    if (orphan !== undefined) {
      return `${subject} names ${code(orphan.value)}, the id of a principal that was deleted. One made anew under the same name has another id.`
    }
    return `${subject} allows ${code(action)} to other principals only (${nameStatement(near)}).`
  }
  if (near?.failed === 'action') {
    const granted = near.statement.actions.texts.slice(0, 3).map(code)
    return `${subject} does not allow ${code(action)} on ${code(resource)}. The nearest statement is about ${listOf(granted)}.`
  }
  return `${subject} does not allow ${code(action)} on ${code(resource)}.`
}

const order = ['resource', 'condition', 'principal', 'action'] as const

/** The near miss that tells most: another resource before an unmet condition, before another principal or action. */
export function nearest(outcome: PolicyOutcome): StatementMatch | undefined {
  for (const part of order) {
    const found = outcome.near.find(({ failed }) => failed === part)
    if (found !== undefined && (part !== 'action' || sameService(found))) return found
  }
  return undefined
}

const sameService = ({ statement }: StatementMatch): boolean =>
  !statement.actions.negated &&
  statement.actions.texts.some((text) => text.startsWith('s3:') || text.startsWith('kms:'))

/** What tells the granted resource from the one asked for, where it can be said in a few words. */
function whyApart(granted: readonly string[], asked: string): string {
  const wanted = parseArn(asked)
  for (const text of granted) {
    const given = parseArn(text)
    if (given === null || wanted === null) continue
    if (given.partition !== wanted.partition && given.resource === wanted.resource) return ' That is another partition.'
    if (asked.startsWith(`${text}/`)) return ' The grant names the bucket, not the objects in it.'
    if (text === `${asked}/*`) return ' The grant names the objects, not the bucket itself.'
    if (text.toLowerCase() === asked.toLowerCase()) return ' Upper and lower case differ.'
    if (given.resource.split('/')[0] === wanted.resource.split('/')[0]) return ' That is another part of the bucket.'
  }
  return ''
}

/** `unless aws:SourceVpce is vpce-1`: a condition that is met, told by what would keep the statement from applying. */
function describeMet({ operator, key, values }: Condition): string {
  if (/null/i.test(operator)) return `where ${code(key)} ${isSent(values) ? 'is sent' : 'is not sent'}`
  const word = isNegated(operator) ? 'unless' : 'where'
  const orAbsent = !isNegated(operator) && /ifexists$/i.test(operator) ? ' or is not sent' : ''
  return `${word} ${quantifierOf(operator)}${code(key)} ${comparisonOf(operator).is} ${orList(values.map(code))}${orAbsent}`
}

/** `aws:SourceIp must be in 198.51.100.0/24`. */
function describeUnmet({ operator, key, values }: Condition): string {
  if (/null/i.test(operator)) return `${code(key)} ${isSent(values) ? 'must be sent' : 'must not be sent'}`
  const must = isNegated(operator) ? 'must not' : 'must'
  return `${quantifierOf(operator)}${code(key)} ${must} ${comparisonOf(operator).be} ${orList(values.map(code))}`
}

/** Null asks with `false` that the key be there. */
const isSent = (values: readonly string[]): boolean => values.some((value) => /^false$/i.test(value))

const quantifierOf = (operator: string): string =>
  /^forallvalues:/i.test(operator) ? 'every value of ' : /^foranyvalue:/i.test(operator) ? 'some value of ' : ''

/** How an operator compares: in a statement that holds, and in one that ought to. */
function comparisonOf(operator: string): { readonly is: string; readonly be: string } {
  if (/lessthanequals/i.test(operator)) return { is: 'is at most', be: 'be at most' }
  if (/greaterthanequals/i.test(operator)) return { is: 'is at least', be: 'be at least' }
  if (/lessthan/i.test(operator)) return { is: 'is below', be: 'be below' }
  if (/greaterthan/i.test(operator)) return { is: 'is above', be: 'be above' }
  if (/ipaddress/i.test(operator)) return { is: 'is in', be: 'be in' }
  return /like|arn/i.test(operator) ? { is: 'matches', be: 'match' } : { is: 'is', be: 'be' }
}

const isNegated = (operator: string): boolean => /not/i.test(operator)

/** What the request carried of the keys that decided; in people's words for the way that it took. */
function carried(conditions: readonly Condition[], context: Context): string {
  const keys = new Map(conditions.map(({ key, lookup }) => [lookup, key]))
  const said = [...keys].map(([lookup, key]) => sayValue(lookup, key, context(lookup)))
  return said.length === 0 ? '' : `; this request ${listOf(said)}`
}

const ways: Readonly<Record<string, string>> = {
  'aws:sourceip': 'came from',
  'aws:sourcevpce': 'came through',
  'aws:sourcevpc': 'came from',
  'aws:principalarn': 'was made by',
}

function sayValue(lookup: string, key: string, value: ContextValue): string {
  if (value.kind === 'absent') return `carries no ${code(key)}`
  if (value.kind === 'unknown' || value.kind === 'one-of') return `carries a ${code(key)} that nobody said`
  if (lookup === 'aws:securetransport' && value.values[0] === 'false') return 'came over plain HTTP'
  const values = listOf(value.values.map(code))
  const way = lookUp(ways, lookup)
  return way === undefined ? `carries ${values} as ${code(key)}` : `${way} ${values}`
}

/** `a, b and c`. */
export function listOf(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

function orList(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? 'nothing'
  const shown = items.length > 4 ? [...items.slice(0, 3), `${items.length - 3} more`] : items
  return `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
}
