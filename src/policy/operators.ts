import ipaddr from 'ipaddr.js'
import { compileArnGlob, compileGlob } from './glob.ts'
import { type Compile, toText } from './template.ts'

/**
 * The condition operators, each as a positive comparison of one request value with one policy value; the negated ones
 * are the same comparison with `negated`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface Operator {
  readonly negated: boolean
  /** Makes the test of a request value from a policy value whose variables are replaced. */
  readonly compile: Compile
  /** Whether policy variables are replaced in its values. */
  readonly variables: boolean
  /** What is wrong with a policy value that this operator cannot take, or `null`. */
  readonly faultOf: (value: string) => string | null
}

const anything = (): null => null

const text = (compile: Compile, negated = false): Operator => ({ negated, compile, variables: true, faultOf: anything })

const sameText: Compile = (tokens) => {
  const wanted = toText(tokens)
  return (actual) => actual === wanted
}

const sameFolded: Compile = (tokens) => {
  const wanted = toText(tokens).toLowerCase()
  return (actual) => actual.toLowerCase() === wanted
}

const numeric = (compare: (actual: number, wanted: number) => boolean, negated = false): Operator => ({
  negated,
  variables: false,
  faultOf: (value) => (isNumber(value) ? null : 'is no number'),
  compile: (tokens) => {
    const wanted = Number(toText(tokens))
    return (actual) => isNumber(actual) && compare(Number(actual), wanted)
  },
})

const isNumber = (value: string): boolean => value.trim() !== '' && Number.isFinite(Number(value))

const date = (compare: (actual: number, wanted: number) => boolean, negated = false): Operator => ({
  negated,
  variables: false,
  faultOf: (value) => (Number.isNaN(toTime(value)) ? 'is no date of ISO 8601 and no epoch time' : null),
  compile: (tokens) => {
    const wanted = toTime(toText(tokens))
    return (actual) => compare(toTime(actual), wanted)
  },
})

/** A date, or a date and a time with its zone: without one, the time would be that of whoever runs this. */
const w3cDate = /^\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?$/

/** W3C's form of ISO 8601 (https://www.w3.org/TR/NOTE-datetime), or epoch seconds. */
function toTime(value: string): number {
  if (/^\d{1,12}$/.test(value)) return Number(value) * 1000
  return w3cDate.test(value) ? Date.parse(value) : Number.NaN
}

const address = (negated: boolean): Operator => ({
  negated,
  variables: false,
  faultOf: (value) => (toRange(value) === null ? 'is no IP address or CIDR range' : null),
  compile: (tokens) => {
    const range = toRange(toText(tokens))
    return (actual) => {
      const parsed = readAddress(actual)
      if (range === null || parsed === null) return false
      return parsed.kind() === range[0].kind() && parsed.match(range)
    }
  },
})

/** The address last read: a request has one, and asks every range about it. */
let lastRead: { readonly text: string; readonly address: ipaddr.IPv4 | ipaddr.IPv6 | null } = {
  text: '',
  address: null,
}

function readAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (lastRead.text !== text) lastRead = { text, address: ipaddr.isValid(text) ? ipaddr.process(text) : null }
  return lastRead.address
}

/** An address without a mask stands for itself alone. */
export function toRange(value: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  const [network = ''] = value.split('/')
  // The library also reads `10.1` and `0x0a000001`, which are no address in standard CIDR format.
  if (!ipaddr.IPv4.isValidFourPartDecimal(network) && !ipaddr.IPv6.isValid(network)) return null
  if (ipaddr.isValidCIDR(value)) return ipaddr.parseCIDR(value)
  if (!ipaddr.isValid(value)) return null
  const parsed = ipaddr.parse(value)
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128]
}

const bool: Operator = {
  negated: false,
  variables: true,
  faultOf: (value) => (/^(true|false)$/i.test(value) || value.includes('${') ? null : 'is neither true nor false'),
  compile: sameFolded,
}

const binary: Operator = { ...text(sameText), variables: false }

/** By name in lower case: the names of operators are matched without regard to case. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    StringEquals: text(sameText),
    StringNotEquals: text(sameText, true),
    StringEqualsIgnoreCase: text(sameFolded),
    StringNotEqualsIgnoreCase: text(sameFolded, true),
    StringLike: text(compileGlob),
    StringNotLike: text(compileGlob, true),
    ArnEquals: text(compileArnGlob),
    ArnLike: text(compileArnGlob),
    ArnNotEquals: text(compileArnGlob, true),
    ArnNotLike: text(compileArnGlob, true),
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
    BinaryEquals: binary,
    IpAddress: address(false),
    NotIpAddress: address(true),
  }).map(([name, operator]) => [name.toLowerCase(), operator]),
)
