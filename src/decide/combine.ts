import type { Caller } from '../caller.ts'
import type { Question } from '../layer.ts'
import { and, not, or, type Truth, truthOf } from '../policy/truth.ts'
import { grantPart } from './grant-part.ts'
import type { LayerVerdict } from './layer-verdict.ts'

/** Whether a layer stops the request: by an explicit deny, or because it does not allow where it had to. */
export interface Blocking {
  readonly explicit: Truth
  readonly implicit: Truth
}

export interface Combined {
  /** Whether AWS lets the request pass. */
  readonly allowed: Truth
  /** The same order as the verdicts. */
  readonly blocking: readonly Blocking[]
}

/**
 * The one formula. An explicit deny of any layer wins; every guard must allow; then, within one account, the
 * resource's side may suffice or the caller's must allow; between two accounts both must. Missing facts are completed in
 * every way, so that a layer blocks for sure only if it does so under each completion.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function combine(verdicts: readonly LayerVerdict[], question: Question, caller: Caller): Combined {
  const granting = grantPart(verdicts, isCrossAccount(question, caller))
  const blocking = verdicts.map(({ layer, verdict }, index): Blocking => {
    const guard: Truth = layer.part === 'guard' ? not(verdict.allows) : 'no'
    const implicit = or(guard, granting.blamed[index] ?? 'no')
    return question.doubtful
      ? { explicit: doubt(verdict.denies), implicit: doubt(implicit) }
      : { explicit: verdict.denies, implicit }
  })
  const denied = verdicts.reduce<Truth>((any, { verdict }) => or(any, verdict.denies), 'no')
  const guarded = verdicts.reduce<Truth>(
    (all, { layer, verdict }) => (layer.part === 'guard' ? and(all, verdict.allows) : all),
    'yes',
  )
  const allowed = and(not(denied), and(guarded, granting.allowed))
  return { allowed: question.doubtful && allowed === 'no' ? 'maybe' : allowed, blocking }
}

const doubt = (truth: Truth): Truth => (truth === 'yes' ? 'maybe' : truth)

/** Callers without an account are never of the resource's account. */
function isCrossAccount({ resourceAccount }: Question, caller: Caller): Truth {
  if (caller.account === null) return 'yes'
  return resourceAccount.kind === 'known' ? truthOf(resourceAccount.value !== caller.account) : 'maybe'
}
