/** Three values: `maybe` is what missing facts leave open. Kleene's strong logic. */
export type Truth = 'yes' | 'no' | 'maybe'

export const truthOf = (value: boolean): Truth => (value ? 'yes' : 'no')

export const not = (a: Truth): Truth => (a === 'yes' ? 'no' : a === 'no' ? 'yes' : 'maybe')

export function and(a: Truth, b: Truth): Truth {
  if (a === 'no' || b === 'no') return 'no'
  return a === 'yes' && b === 'yes' ? 'yes' : 'maybe'
}

export function or(a: Truth, b: Truth): Truth {
  if (a === 'yes' || b === 'yes') return 'yes'
  return a === 'no' && b === 'no' ? 'no' : 'maybe'
}
