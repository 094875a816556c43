import { parseArn } from '../arn.ts'
import type { StatementRef } from '../diagnosis.ts'
import type { Question } from '../layer.ts'
import type { Condition } from '../policy/condition.ts'
import type { Context } from '../policy/context.ts'
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

/** One sentence on the statements that deny. */
export function explainDeny(denying: readonly StatementMatch[], question: Question, subject: string): string {
  const [first, ...others] = denying
  if (first === undefined) return `${subject} denies ${code(question.action)}.`
  const also =
    others.length === 0 ? '' : `; so ${others.length === 1 ? 'does' : 'do'} ${listOf(others.map(nameStatement))}`
  const conditions = first.statement.conditions.map((condition) => describeMet(condition, question.context))
  const when = conditions.length === 0 ? '' : ` ${listOf(conditions)}`
  return `${subject} denies ${code(question.action)} on ${code(question.resource)} by ${nameStatement(first)}${when}${also}.`
}

/** One sentence on what is not allowed, by the nearest statement where there is one. */
export function explainSilence(outcome: PolicyOutcome, question: Question, subject: string): string {
  const { action, resource } = question
  const near = nearest(outcome)
  if (near?.failed === 'resource') {
    const granted = near.statement.resources.templates.map(({ text }) => text)
    const verb = near.statement.resources.negated ? 'for all but' : 'only for'
    return `${subject} allows ${code(action)} ${verb} ${listOf(granted.slice(0, 3).map(code))}, and the request is for ${code(resource)}${whyApart(granted, resource)}.`
  }
  if (near?.failed === 'condition') {
    const unmet = near.unmet.map((condition) => describeUnmet(condition, question.context))
    return `${subject} would allow ${code(action)} by ${nameStatement(near)}, whose condition is not met: ${listOf(unmet)}.`
  }
  if (near?.failed === 'principal') {
    const orphan = near.statement.principal?.entries.find(({ value }) => /^A[A-Z]{3}[A-Z0-9]+$/.test(value))
    if (orphan !== undefined) {
      return `${subject} names ${code(orphan.value)}, the id of a principal that was deleted; one made anew under the same name has another id and is not meant.`
    }
    return `${subject} allows ${code(action)} on ${code(resource)} to other principals only (${nameStatement(near)}).`
  }
  if (near?.failed === 'action') {
    const granted = near.statement.actions.texts.slice(0, 3).map(code)
    return `${subject} does not allow ${code(action)} on ${code(resource)}; the nearest statement is about ${listOf(granted)}.`
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
    if (given.partition !== wanted.partition && given.resource === wanted.resource) return ': another partition'
    if (asked.startsWith(`${text}/`)) return ': that is the bucket, and not the objects in it'
    if (text === `${asked}/*`) return ': that is the objects, and not the bucket itself'
    if (text.toLowerCase() === asked.toLowerCase()) return ': upper and lower case differ'
    if (given.resource.split('/')[0] === wanted.resource.split('/')[0]) return ': another part of the bucket'
  }
  return ''
}

/** `unless aws:SourceVpce is vpce-1 (this call: absent)`: a condition that is met, seen from the request. */
function describeMet(condition: Condition, context: Context): string {
  const negated = isNegated(condition.operator)
  const word = negated ? 'unless' : 'where'
  return `${word} ${code(condition.key)} ${isWord(condition)} ${orList(condition.values.map(code))} (${actualOf(condition, context)})`
}

/** `aws:SourceIp must be in 198.51.100.0/24, and this request does not carry it`. */
function describeUnmet(condition: Condition, context: Context): string {
  const must = isNegated(condition.operator) ? 'must not be' : 'must be'
  return `${code(condition.key)} ${must} ${orList(condition.values.map(code))} (${actualOf(condition, context)})`
}

function isWord({ operator }: Condition): string {
  if (/null/i.test(operator)) return 'being absent is'
  if (/lessthanequals/i.test(operator)) return 'is at most'
  if (/greaterthanequals/i.test(operator)) return 'is at least'
  if (/lessthan/i.test(operator)) return 'is below'
  if (/greaterthan/i.test(operator)) return 'is above'
  return /ipaddress/i.test(operator) ? 'is in' : /like|arn/i.test(operator) ? 'matches' : 'is'
}

const isNegated = (operator: string): boolean => /not/i.test(operator)

function actualOf(condition: Condition, context: Context): string {
  const value = context(condition.lookup)
  if (value.kind === 'absent') return 'this request does not carry it'
  if (value.kind === 'unknown' || value.kind === 'one-of') return 'what this request carries was not said'
  return `this request: ${listOf(value.values.map(code))}`
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
