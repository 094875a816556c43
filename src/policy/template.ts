import type { Context } from './context.ts'
import { compileGlob, type Matcher, type Token, tokenize } from './glob.ts'

/**
 * Text of a policy that may hold policy variables.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export interface Template {
  readonly text: string
  readonly parts: readonly Part[]
  /** The literal text that it begins with, before any wildcard or variable. */
  readonly prefix: string
  readonly compile: Compile
  /** Ready where the text has no variable. */
  readonly fixed: Matcher | null
}

type Part = Token | { readonly variable: string; readonly fallback: string | null }

/** How text without variables becomes a test of one value: as a pattern, as it stands, as a number. */
export type Compile = (tokens: readonly Token[]) => Matcher

/** What became of the variables: `absent` when a key without default is not sent, `unknown` when nobody said. */
export type Resolution = Matcher | 'absent' | 'unknown'

const variablePattern = /\$\{([^{}]*)\}/

/**
 * Compiles policy text. Variables are read only in policies of version 2012-10-17; in older ones they are literal text.
 */
export function compileTemplate(text: string, variables: boolean, compile: Compile = compileGlob): Template {
  const parts = variables ? splitVariables(text) : tokenize(text)
  const tokens = parts.filter(isToken)
  const [first] = parts
  const prefix = typeof first === 'string' ? first : ''
  return { text, parts, prefix, compile, fixed: tokens.length === parts.length ? compile(tokens) : null }
}

const isToken = (part: Part): part is Token => typeof part === 'string' || 'wildcard' in part

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

/** Tokens as plain text, for what takes no wildcard. */
export const toText = (tokens: readonly Token[]): string =>
  tokens.map((token) => (typeof token === 'string' ? token : token.wildcard)).join('')

/** Replaces the variables; a multi-valued key has no single value and resolves to nothing. */
export function resolve(template: Template, context: Context): Resolution {
  if (template.fixed !== null) return template.fixed
  const tokens: Token[] = []
  for (const part of template.parts) {
    if (isToken(part)) {
      tokens.push(part)
      continue
    }
    const value = context(part.variable)
    if (value.kind === 'unknown' || value.kind === 'one-of') return 'unknown'
    const single = value.kind === 'values' && value.values.length === 1 ? value.values[0] : part.fallback
    if (single === null || single === undefined) return 'absent'
    tokens.push(single)
  }
  return template.compile(tokens)
}
