/**
 * What is drawn, as data: text, or an element. Text becomes a text node and nothing else (mount.ts), so that no name
 * of a bucket and no message of a person can become markup.
 */
export type Tree = string | Element

export interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Tree[]
}

export const element = (
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Tree[]
): Element => ({ tag, attributes, children })

/** The address where it is http or https, else `null`: `javascript:` and the like lead nowhere. */
export const safeAddress = (address: unknown): string | null =>
  typeof address === 'string' && /^https?:\/\//i.test(address) ? address : null

export function link(address: unknown, ...label: readonly Tree[]): Tree {
  const safe = safeAddress(address)
  if (safe === null) return element('span', {}, ...label)
  return element('a', { href: safe, target: '_blank', rel: 'noopener noreferrer' }, ...label)
}

/** All text of a tree, for labels and tests. */
export const textOf = (tree: Tree): string => (typeof tree === 'string' ? tree : tree.children.map(textOf).join(''))
