import ipaddr from 'ipaddr.js'
import { parseArn } from '../arn.ts'
import { compileGlob, tokenize } from './glob.ts'
import type { Resolved } from './template.ts'

/**
 * The condition operators, each as a positive comparison of one request value with one policy value; the negated ones
 * are the same comparison with `negated`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface Operator {
  readonly negated: boolean
  readonly matches: (actual: string, wanted: Resolved) => boolean
  /** Whether policy variables are replaced in its values. */
  readonly variables: boolean
  /** What is wrong with a policy value that this operator cannot take, or `null`. */
  readonly faultOf: (value: string) => string | null
}

const anything = (): null => null

const text = (matches: Operator['matches'], negated = false): Operator => ({
  negated,
  matches,
  variables: true,
  faultOf: anything,
})

const sameText = (actual: string, wanted: Resolved) => actual === wanted.exact
const sameFolded = (actual: string, wanted: Resolved) => actual.toLowerCase() === wanted.exact.toLowerCase()
const likeText = (actual: string, wanted: Resolved) => wanted.match(actual)

/** ArnEquals and ArnLike are one: each of the six parts is a pattern of its own, case-sensitive. */
function likeArn(actual: string, wanted: Resolved): boolean {
  const parts = parseArn(actual)
  const pattern = parseArn(wanted.exact)
  if (parts === null || pattern === null) return false
  return (
    partFits(pattern.partition, parts.partition) &&
    partFits(pattern.service, parts.service) &&
    partFits(pattern.region, parts.region) &&
    partFits(pattern.account, parts.account) &&
    partFits(pattern.resource, parts.resource)
  )
}

const partFits = (pattern: string, part: string): boolean =>
  pattern === part || pattern === '*' || compileGlob(tokenize(pattern))(part)

const numeric = (compare: (actual: number, wanted: number) => boolean, negated = false): Operator => ({
  negated,
  variables: false,
  faultOf: (value) => (isNumber(value) ? null : 'is no number'),
  matches: (actual, wanted) => isNumber(actual) && compare(Number(actual), Number(wanted.exact)),
})

const isNumber = (value: string): boolean => value.trim() !== '' && Number.isFinite(Number(value))

const date = (compare: (actual: number, wanted: number) => boolean, negated = false): Operator => ({
  negated,
  variables: false,
  faultOf: (value) => (Number.isNaN(toTime(value)) ? 'is no date of ISO 8601 and no epoch time' : null),
  matches: (actual, wanted) => compare(toTime(actual), toTime(wanted.exact)),
})

/** ISO 8601, or epoch seconds. */
const toTime = (value: string): number => (/^\d{1,12}$/.test(value) ? Number(value) * 1000 : Date.parse(value))

const address = (negated: boolean): Operator => ({
  negated,
  variables: false,
  faultOf: (value) => (toRange(value) === null ? 'is no IP address or CIDR range' : null),
  matches: (actual, wanted) => {
    const range = toRange(wanted.exact)
    if (range === null || !ipaddr.isValid(actual)) return false
    const parsed = ipaddr.process(actual)
    return parsed.kind() === range[0].kind() && parsed.match(range)
  },
})

/** An address without a mask stands for itself alone. */
export function toRange(value: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  if (ipaddr.isValidCIDR(value)) return ipaddr.parseCIDR(value)
  if (!ipaddr.isValid(value)) return null
  const parsed = ipaddr.parse(value)
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128]
}

const bool: Operator = {
  negated: false,
  variables: true,
  faultOf: (value) => (/^(true|false)$/i.test(value) || value.includes('${') ? null : 'is neither true nor false'),
  matches: sameFolded,
}

/** By name in lower case: the names of operators are matched without regard to case. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    StringEquals: text(sameText),
    StringNotEquals: text(sameText, true),
    StringEqualsIgnoreCase: text(sameFolded),
    StringNotEqualsIgnoreCase: text(sameFolded, true),
    StringLike: text(likeText),
    StringNotLike: text(likeText, true),
    ArnEquals: text(likeArn),
    ArnLike: text(likeArn),
    ArnNotEquals: text(likeArn, true),
    ArnNotLike: text(likeArn, true),
    NumericEquals: numeric((a, b) => a === b),
    NumericNotEquals: numeric((a, b) => a === b, true),
    NumericLessThan: numeric((a, b) => a < b),
    NumericLessThanEquals: numeric((a, b) => a <= b),
    NumericGreaterThan: numeric((a, b) => a > b),
    NumericGreaterThanEquals: numeric((a, b) => a >= b),
    DateEquals: date((a, b) => a === b),
    DateNotEquals: date((a, b) => a === b, true),
    DateLessThan: date((a, b) => a < b),
    DateLessThanEquals: date((a, b) => a <= b),
    DateGreaterThan: date((a, b) => a > b),
    DateGreaterThanEquals: date((a, b) => a >= b),
    Bool: bool,
    BinaryEquals: text(sameText),
    IpAddress: address(false),
    NotIpAddress: address(true),
  }).map(([name, operator]) => [name.toLowerCase(), operator]),
)
