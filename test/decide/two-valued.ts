/**
 * One request with nothing left open, as AWS's pages tell it and as simply as they do. It shares no code with the
 * formula that it is held against.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 */
export interface Facts {
  readonly sameAccount: boolean
  readonly identity: { readonly denies: boolean; readonly allows: boolean }
  /** Permissions boundary or session policy. */
  readonly limit: { readonly denies: boolean; readonly allows: boolean }
  readonly resources: readonly ResourceFacts[]
}

/** A resource's side: what its policy (or ACL, or key policy) says, and whether it lets the request through at all. */
export interface ResourceFacts {
  readonly denies: boolean
  readonly lets: boolean
  readonly namesUserOrSession: boolean
  readonly namesRole: boolean
  readonly namesAccount: boolean
  /** A KMS key policy, a foreign object's ACL: no other grant counts, and the caller's own account needs one too. */
  readonly governsAlone: boolean
}

/** The flow chart, step by step. */
export function isAllowed({ sameAccount, identity, limit, resources }: Facts): boolean {
  // "an explicit deny in any of these policies overrides the allow"
  if ([identity, limit, ...resources].some(({ denies }) => denies)) return false
  if (resources.some(({ lets }) => !lets)) return false
  const alone = resources.find(({ governsAlone }) => governsAlone)
  const granting = alone === undefined ? resources : [alone]
  if (sameAccount) {
    // "permissions granted directly to … are not limited by an implicit deny in identity policy, boundary or session policy"
    if (granting.some(({ namesUserOrSession }) => namesUserOrSession)) return true
    // A role that is named is limited by "an implicit deny in the applicable permissions boundary and session policies".
    if (limit.allows && granting.some(({ namesRole }) => namesRole)) return true
    if (alone === undefined) return identity.allows && limit.allows
    return alone.namesAccount && identity.allows && limit.allows
  }
  // "the request must be allowed in both accounts"
  const trusting = granting.some((one) => one.namesUserOrSession || one.namesRole || one.namesAccount)
  return trusting && identity.allows && limit.allows
}

/**
 * Whether the caller's policies or their limit stop the request by saying nothing: it is denied, explicit denies aside,
 * and stays so although every other part is mended.
 */
export function isMissing(facts: Facts, part: 'identity' | 'limit'): boolean {
  const quiet = silenceDenies(facts)
  return !isAllowed(quiet) && !isAllowed(mendAllBut(quiet, part))
}

const silenceDenies = (facts: Facts): Facts => ({
  ...facts,
  identity: { ...facts.identity, denies: false },
  limit: { ...facts.limit, denies: false },
  resources: facts.resources.map((one) => ({ ...one, denies: false })),
})

/** A mended resource lets its account's IAM decide and takes nothing away; that is the least that can be granted. */
const mendAllBut = (facts: Facts, part: 'identity' | 'limit'): Facts => ({
  ...facts,
  identity: part === 'identity' ? facts.identity : { ...facts.identity, allows: true },
  limit: part === 'limit' ? facts.limit : { ...facts.limit, allows: true },
  resources: facts.resources.map((one) => ({ ...one, lets: true, namesAccount: true })),
})
