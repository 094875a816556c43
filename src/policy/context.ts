/**
 * The condition keys of one request. `values` is present, `absent` is known not to be sent, `unknown` may be either, or
 * (`present`) is sent with a value that nobody gave.
 */
export type ContextValue =
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly present: boolean }
  /** One of these, and nobody said which: no organization, say, or another one. */
  | { readonly kind: 'one-of'; readonly options: readonly ContextValue[] }

export const absent: ContextValue = { kind: 'absent' }
export const unknownValue: ContextValue = { kind: 'unknown', present: false }
export const presentUnknown: ContextValue = { kind: 'unknown', present: true }
export const oneValue = (value: string): ContextValue => ({ kind: 'values', values: [value] })

/** Looks a key up; `key` is in lower case, since the names of keys are case-insensitive. */
export type Context = (key: string) => ContextValue
