/**
 * What is known of one thing that AWS holds. *Unread is not absent*: a call that was refused, and a thing that no API
 * shows, are values of their own, so that no reader can turn them into an empty policy by mistake.
 */
export type Fact<T> = Known<T> | Unreadable | Unknown

export interface Known<T> {
  readonly kind: 'known'
  readonly value: T
}

/** AWS refused the bot, or did not answer: `call` is the IAM action (`s3:GetBucketPolicy`), `errorCode` AWS's own. */
export interface Unreadable {
  readonly kind: 'unreadable'
  readonly call: string
  readonly errorCode: string
}

/** Nobody can read it, or nothing was read for it; `reason` says why, as half a sentence. */
export interface Unknown {
  readonly kind: 'unknown'
  readonly reason: string
}

export const known = <T>(value: T): Known<T> => ({ kind: 'known', value })

export const unreadable = (call: string, errorCode: string): Unreadable => ({ kind: 'unreadable', call, errorCode })

export const unknown = (reason: string): Unknown => ({ kind: 'unknown', reason })

/** Applies `change` to a known value and leaves the two kinds of ignorance as they are. */
export const mapFact = <T, U>(fact: Fact<T>, change: (value: T) => U): Fact<U> =>
  fact.kind === 'known' ? known(change(fact.value)) : fact

/** Why a fact is missing, for a person: `s3:GetBucketPolicy refused (AccessDenied)`. */
export const describeMissing = (fact: Unreadable | Unknown): string =>
  fact.kind === 'unreadable' ? `${fact.call} refused (${fact.errorCode})` : fact.reason
