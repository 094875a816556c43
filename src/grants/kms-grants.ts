import { parseArn } from '../arn.ts'
import type { Caller } from '../caller.ts'
import type { KmsGrant, KmsKey } from '../evidence.ts'
import type { Question } from '../layer.ts'
import type { ContextValue } from '../policy/context.ts'
import { matchPrincipal } from '../policy/principal.ts'
import { and, or, type Truth, truthOf } from '../policy/truth.ts'

/**
 * Whether a grant of the key serves the caller for this action. Grants only allow, for the operations that they list,
 * and may be bound to an encryption context.
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function grantsTo(key: KmsKey, question: Question, caller: Caller): Truth {
  if (key.grants.kind !== 'known') return 'maybe'
  return key.grants.value.reduce<Truth>((found, grant) => or(found, serves(grant, question, caller)), 'no')
}

function serves(grant: KmsGrant, question: Question, caller: Caller): Truth {
  const operation = question.action.slice('kms:'.length)
  const listed = grant.operations.includes(operation)
  const element = {
    negated: false,
    entries: [{ type: 'AWS' as const, value: grant.granteePrincipal, arn: parseArn(grant.granteePrincipal) }],
  }
  const { self, role } = matchPrincipal(element, caller)
  return and(truthOf(listed && fitsConstraints(grant, question)), or(self, role))
}

/** `Equals` wants the very context, `Subset` at least its pairs. S3 sends one pair: `aws:s3:arn`. */
function fitsConstraints({ constraints }: KmsGrant, { context }: Question): boolean {
  if (constraints === undefined) return true
  const { encryptionContextEquals: exact, encryptionContextSubset: subset } = constraints
  const holds = ([name, wanted]: [string, string]) =>
    textOf(context(`kms:encryptioncontext:${name.toLowerCase()}`)) === wanted
  const exactFits = exact === undefined || (Object.keys(exact).length === 1 && Object.entries(exact).every(holds))
  return exactFits && (subset === undefined || Object.entries(subset).every(holds))
}

const textOf = (value: ContextValue): string | undefined => (value.kind === 'values' ? value.values[0] : undefined)
