import { InputError } from '../input-error.ts'
import type { Context, ContextValue } from './context.ts'
import { type Operator, operators } from './operators.ts'
import { compileTemplate, resolve, type Template } from './template.ts'
import { and, not, or, type Truth, truthOf } from './truth.ts'

/** One key of one operator in a statement's Condition block. */
export interface Condition {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string
  /** As written; compared in lower case. */
  readonly key: string
  readonly lookup: string
  readonly values: readonly string[]
  readonly test: (context: Context) => Truth
}

type Quantifier = 'forallvalues' | 'foranyvalue' | null

/** Reads a Condition block; throws InputError where AWS would refuse it. */
export function compileConditions(block: unknown, variables: boolean, path: string): Condition[] {
  if (block === undefined) return []
  if (typeof block !== 'object' || block === null || Array.isArray(block)) {
    throw new InputError(path, 'is no condition block such as { "StringEquals": { "aws:SourceVpce": "vpce-…" } }')
  }
  return Object.entries(block).flatMap(([name, keys]) => {
    if (typeof keys !== 'object' || keys === null || Array.isArray(keys)) {
      throw new InputError(`${path}.${name}`, 'holds no condition keys')
    }
    return Object.entries(keys).map(([key, values]) => compileCondition(name, key, values, variables, path))
  })
}

function compileCondition(name: string, key: string, raw: unknown, variables: boolean, path: string): Condition {
  const at = `${path}.${name}.${key}`
  const values = readValues(raw, at)
  const { quantifier, base, ifExists } = splitName(name)
  if (base === 'null' && ifExists)
    throw new InputError(`${path}.${name}`, 'is Null with IfExists, which exclude each other')
  const lookup = key.toLowerCase()
  const shape = { operator: name, key, lookup, values }
  if (base === 'null') {
    const test = compileNull(values, at)
    return { ...shape, test: (context) => agree(context(lookup), test) }
  }
  const operator = operators.get(base)
  if (operator === undefined) throw new InputError(`${path}.${name}`, 'is no condition operator')
  for (const value of values) {
    const fault = operator.faultOf(value)
    if (fault !== null) throw new InputError(at, `${fault}: "${value}"`)
  }
  const templates = values.map((value) => compileTemplate(value, variables && operator.variables, operator.compile))
  const comparison = { quantifier, ifExists, operator, templates }
  return { ...shape, test: (context) => agree(context(lookup), (value) => testCondition(comparison, value, context)) }
}

/** A value that may be one of several counts only where they all lead to the same. */
function agree(value: ContextValue, test: (value: ContextValue) => Truth): Truth {
  if (value.kind !== 'one-of') return test(value)
  const found = new Set(value.options.map((option) => agree(option, test)))
  const [only] = found
  return found.size === 1 && only !== undefined ? only : 'maybe'
}

function readValues(raw: unknown, path: string): string[] {
  const list = Array.isArray(raw) ? raw : [raw]
  return list.map((value) => {
    if (typeof value === 'string') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    throw new InputError(path, 'is neither text, number nor boolean')
  })
}

function splitName(name: string): { quantifier: Quantifier; base: string; ifExists: boolean } {
  const lower = name.toLowerCase()
  const colon = lower.indexOf(':')
  const prefix = colon < 0 ? null : lower.slice(0, colon)
  const rest = lower.slice(colon + 1)
  const ifExists = rest.endsWith('ifexists')
  const base = ifExists ? rest.slice(0, -'ifexists'.length) : rest
  if (prefix === null || prefix === 'forallvalues' || prefix === 'foranyvalue')
    return { quantifier: prefix, base, ifExists }
  return { quantifier: null, base: lower, ifExists: false }
}

/** `"true"` asks that the key be absent, `"false"` that it be present and not empty. */
function compileNull(values: readonly string[], path: string): (value: ContextValue) => Truth {
  const wanted = values.map((value) => value.toLowerCase())
  if (wanted.some((value) => value !== 'true' && value !== 'false'))
    throw new InputError(path, 'is neither true nor false')
  return (value) => {
    if (value.kind === 'unknown' && !value.present) return 'maybe'
    const isNull = value.kind === 'absent' || (value.kind === 'values' && value.values.length === 0)
    return truthOf(wanted.includes(String(isNull)))
  }
}

interface Comparison {
  readonly quantifier: Quantifier
  readonly ifExists: boolean
  readonly operator: Operator
  readonly templates: readonly Template[]
}

/**
 * A missing key: false for a positive operator, true for a negated one and for IfExists and ForAllValues, false for
 * ForAnyValue, also a negated one. A key without any value counts as missing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function testCondition(comparison: Comparison, value: ContextValue, context: Context): Truth {
  const { quantifier, ifExists, operator } = comparison
  if (value.kind === 'unknown' || value.kind === 'one-of') return 'maybe'
  const actual = value.kind === 'values' ? value.values : []
  if (actual.length === 0) {
    if (ifExists || quantifier === 'forallvalues') return 'yes'
    return quantifier === 'foranyvalue' ? 'no' : truthOf(operator.negated)
  }
  // "or if the context key value resolves to a null dataset, such as an empty string"
  if (quantifier === 'forallvalues' && actual.every((one) => one === '')) return 'yes'
  const holds = (one: string): Truth => {
    const found = fits(one, comparison, context)
    return operator.negated ? not(found) : found
  }
  const [first = '', ...others] = actual
  let truth = holds(first)
  // Several values without a set operator: one of them must fit, or none where the operator is negated.
  const all = quantifier === 'forallvalues' || (quantifier === null && operator.negated)
  for (const one of others) truth = all ? and(truth, holds(one)) : or(truth, holds(one))
  return truth
}

/** Whether one request value fits any policy value; a variable whose key is absent makes a value that nothing equals. */
function fits(actual: string, { templates }: Comparison, context: Context): Truth {
  let open = false
  for (const template of templates) {
    const wanted = resolve(template, context)
    if (wanted === 'unknown') open = true
    else if (wanted !== 'absent' && wanted(actual)) return 'yes'
  }
  return open ? 'maybe' : 'no'
}
