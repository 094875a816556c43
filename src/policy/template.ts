import type { Context } from './context.ts'
import { compileGlob, type Matcher, type Token, tokenize } from './glob.ts'

/**
 * Text of a policy that may hold policy variables.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export interface Template {
  readonly text: string
  readonly parts: readonly Part[]
  /** Ready where the text has no variable. */
  readonly fixed: Resolved | null
}

type Part = Token | { readonly variable: string; readonly fallback: string | null }

/** A template with its variables replaced; `match` honours wildcards, `exact` takes them as they stand. */
export interface Resolved {
  readonly match: Matcher
  readonly exact: string
}

/** What became of the variables: `absent` when a key without default is not sent, `unknown` when nobody said. */
export type Resolution = Resolved | { readonly failed: 'absent' | 'unknown'; readonly key: string }

const variablePattern = /\$\{([^{}]*)\}/

/**
 * Compiles policy text. Variables are read only in policies of version 2012-10-17; in older ones they are literal text.
 */
export function compileTemplate(
  text: string,
  variables: boolean,
  fold: (text: string) => string = (same) => same,
): Template {
  const parts = variables ? splitVariables(text).map((part) => foldPart(part, fold)) : tokenize(fold(text))
  const tokens = parts.filter((part): part is Token => typeof part === 'string' || 'wildcard' in part)
  const fixed = tokens.length === parts.length ? { match: compileGlob(tokens), exact: toExact(tokens) } : null
  return { text, parts, fixed }
}

const foldPart = (part: Part, fold: (text: string) => string): Part => (typeof part === 'string' ? fold(part) : part)

function splitVariables(text: string): Part[] {
  const parts: Part[] = []
  let rest = text
  for (;;) {
    const found = variablePattern.exec(rest)
    if (found === null) return [...parts, ...tokenize(rest)]
    parts.push(...tokenize(rest.slice(0, found.index)), readVariable(found[1] ?? ''))
    rest = rest.slice(found.index + found[0].length)
  }
}

/** `${*}`, `${?}` and `${$}` are the characters themselves; `${key, 'default'}` has a default. */
function readVariable(inner: string): Part {
  if (inner === '*' || inner === '?' || inner === '$') return inner
  const comma = inner.indexOf(',')
  if (comma < 0) return { variable: inner.trim().toLowerCase(), fallback: null }
  const fallback = inner
    .slice(comma + 1)
    .trim()
    .replace(/^'(.*)'$/, '$1')
  return { variable: inner.slice(0, comma).trim().toLowerCase(), fallback }
}

const toExact = (tokens: readonly Token[]): string =>
  tokens.map((token) => (typeof token === 'string' ? token : token.wildcard)).join('')

/** Replaces the variables; a multi-valued key has no single value and resolves to nothing. */
export function resolve(template: Template, context: Context): Resolution {
  if (template.fixed !== null) return template.fixed
  const tokens: Token[] = []
  for (const part of template.parts) {
    if (typeof part === 'string' || 'wildcard' in part) {
      tokens.push(part)
      continue
    }
    const value = context(part.variable)
    if (value.kind === 'unknown' || value.kind === 'one-of') return { failed: 'unknown', key: part.variable }
    const single = value.kind === 'values' && value.values.length === 1 ? value.values[0] : part.fallback
    if (single === null || single === undefined) return { failed: 'absent', key: part.variable }
    tokens.push(single)
  }
  return { match: compileGlob(tokens), exact: toExact(tokens) }
}
