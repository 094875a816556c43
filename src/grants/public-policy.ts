import type { Condition } from '../policy/condition.ts'
import { toRange } from '../policy/operators.ts'
import type { Statement } from '../policy/policy.ts'

/**
 * Whether a statement makes a bucket or access point policy *public*: an Allow to everyone that no condition pins to a
 * fixed value. GetBucketPolicyStatus says the same of the stored policy; this is for policies that are only proposed.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function isStatementPublic(statement: Statement, of: 'bucket' | 'access-point'): boolean {
  if (statement.effect !== 'Allow' || statement.principal === undefined) return false
  const everyone = statement.principal.entries.some(({ type, value }) => type === 'AWS' && value === '*')
  return everyone && !statement.conditions.some((condition) => pins(condition, of))
}

const pinning = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  'aws:userid',
  'aws:username',
  's3:dataaccesspointaccount',
])

/** A condition pins when it demands a fixed value: no negation, no wildcard, no variable, no IfExists. */
function pins({ operator, lookup, values }: Condition, of: 'bucket' | 'access-point'): boolean {
  if (/not|ifexists|forallvalues|null/i.test(operator)) return false
  if (lookup === 'aws:sourceip') return values.every(isNarrowRange)
  if (lookup === 's3:dataaccesspointarn')
    return of === 'bucket' && values.every((value) => !/[*?]|\$\{/.test(accountPart(value)))
  return pinning.has(lookup) && values.every((value) => !/[*?]|\$\{/.test(value))
}

/** The name of an access point may be a wildcard; what stands before it may not. */
const accountPart = (arn: string): string => arn.split(':').slice(0, 5).join(':')

/** Public unless the range is narrow enough: at least /8 for IPv4, /32 for IPv6; private ranges pin nothing. */
function isNarrowRange(value: string): boolean {
  const range = toRange(value)
  if (range === null) return false
  const [address, length] = range
  if (address.range() === 'private' || address.range() === 'uniqueLocal') return false
  return length >= (address.kind() === 'ipv4' ? 8 : 32)
}
