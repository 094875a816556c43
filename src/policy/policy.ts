import { InputError } from '../input-error.ts'
import { type Condition, compileConditions } from './condition.ts'
import { compileGlob, type Matcher, tokenize } from './glob.ts'
import { compilePrincipal, type PrincipalElement } from './principal.ts'
import { compileTemplate, type Template } from './template.ts'

/** A policy document, compiled once for many requests. */
export interface Policy {
  readonly name: string
  readonly statements: readonly Statement[]
  /** The document as AWS holds it, for a change that is made to it. */
  readonly document: Readonly<Record<string, unknown>>
}

export interface Statement {
  readonly policy: string
  /** Place in the policy, 1-based. */
  readonly index: number
  readonly sid: string | undefined
  readonly effect: 'Allow' | 'Deny'
  readonly principal: PrincipalElement | undefined
  readonly actions: ActionList
  readonly resources: ResourceList
  readonly conditions: readonly Condition[]
  readonly raw: Readonly<Record<string, unknown>>
  /** Whether policy variables are read in it, by the policy's version. */
  readonly variables: boolean
}

/** Action or NotAction: patterns without regard to case. */
export interface ActionList {
  readonly negated: boolean
  readonly texts: readonly string[]
  readonly matchers: readonly Matcher[]
}

export interface ResourceList {
  readonly negated: boolean
  readonly templates: readonly Template[]
}

const policyElements = new Set(['Version', 'Id', 'Statement'])
const statementElements = new Set(
  'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' '),
)

/** Resource-based policies name principals in every statement; identity-based ones, and SCPs, in none. */
export type PolicyKind = 'identity' | 'resource' | 'either'

/**
 * Compiles a policy document; `path` is where it stands in the input. Throws InputError where AWS would refuse it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function compilePolicy(
  name: string,
  document: unknown,
  path: string,
  kind: PolicyKind = 'either',
  compiled: CompiledStatements = noStatements,
): Policy {
  if (!isRecord(document)) throw new InputError(path, 'is no policy document')
  const stranger = Object.keys(document).find((element) => !policyElements.has(element))
  if (stranger !== undefined) throw new InputError(`${path}.${stranger}`, 'is no element of a policy')
  const { Version: version, Statement: body } = document
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    throw new InputError(`${path}.Version`, 'is neither "2012-10-17" nor "2008-10-17"')
  }
  if (body === undefined) throw new InputError(`${path}.Statement`, 'is missing')
  if (Array.isArray(body) && body.length === 0) throw new InputError(`${path}.Statement`, 'is empty')
  const statements = Array.isArray(body) ? body : [body]
  const variables = version === '2012-10-17'
  return {
    name,
    document,
    statements: statements.map((raw, index) => {
      const at = Array.isArray(body) ? `${path}.Statement[${index}]` : `${path}.Statement`
      if (!isRecord(raw)) throw new InputError(at, 'is no statement')
      checkPrincipal(raw, kind, at)
      const kept = compiled.get(raw)
      if (kept?.policy === name && kept.index === index + 1 && kept.variables === variables) return kept
      return compileStatement(name, raw, index + 1, variables, at)
    }),
  }
}

function checkPrincipal(raw: Readonly<Record<string, unknown>>, kind: PolicyKind, path: string): void {
  const names = raw.Principal !== undefined || raw.NotPrincipal !== undefined
  if (kind === 'resource' && !names)
    throw new InputError(`${path}.Principal`, 'is missing from a resource-based policy')
  if (kind === 'identity' && names) throw new InputError(`${path}.Principal`, 'stands in a policy that names nobody')
}

/** Statements that are compiled already, by what stands in the document: a changed policy keeps most of its own. */
export type CompiledStatements = ReadonlyMap<unknown, Statement>

const noStatements: CompiledStatements = new Map()

function compileStatement(
  policy: string,
  raw: Readonly<Record<string, unknown>>,
  index: number,
  variables: boolean,
  path: string,
): Statement {
  const stranger = Object.keys(raw).find((element) => !statementElements.has(element))
  if (stranger !== undefined) throw new InputError(`${path}.${stranger}`, 'is no element of a statement')
  const { Sid: sid, Effect: effect } = raw
  if (sid !== undefined && typeof sid !== 'string') throw new InputError(`${path}.Sid`, 'is no text')
  if (effect !== 'Allow' && effect !== 'Deny') throw new InputError(`${path}.Effect`, 'is neither "Allow" nor "Deny"')
  const principal = compilePrincipal(raw, path)
  if (principal?.negated && effect === 'Allow') throw new InputError(`${path}.NotPrincipal`, 'stands in an Allow')
  const actions = readEither(raw, 'Action', path)
  const resources = readEither(raw, 'Resource', path)
  return {
    policy,
    index,
    sid: sid === '' ? undefined : sid,
    effect,
    principal,
    actions: {
      negated: actions.negated,
      texts: actions.values,
      matchers: actions.values.map((text) => compileAction(text, `${path}.${actions.name}`)),
    },
    resources: {
      negated: resources.negated,
      templates: resources.values.map((text) => compileResource(text, variables, `${path}.${resources.name}`)),
    },
    conditions: compileConditions(raw.Condition, variables, `${path}.Condition`),
    raw,
    variables,
  }
}

function compileAction(text: string, path: string): Matcher {
  if (text !== '*' && !/^[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+$/.test(text)) {
    throw new InputError(path, `is no action such as "s3:GetObject": "${text}"`)
  }
  return compileGlob(tokenize(text.toLowerCase()))
}

/** A pattern with fewer than the six fields of an ARN is completed with `*`, as the grammar's notes say. */
function compileResource(text: string, variables: boolean, path: string): Template {
  if (text !== '*' && !text.startsWith('arn:')) throw new InputError(path, `is neither an ARN nor "*": "${text}"`)
  const missing = text === '*' ? 0 : Math.max(0, 6 - text.split(':').length)
  return { ...compileTemplate(text + ':*'.repeat(missing), variables), text }
}

/** Action or NotAction, Resource or NotResource: exactly one of the two, one text or several. */
function readEither(
  raw: Readonly<Record<string, unknown>>,
  name: 'Action' | 'Resource',
  path: string,
): { name: string; negated: boolean; values: string[] } {
  const negative = `Not${name}`
  const given = [raw[name], raw[negative]].filter((value) => value !== undefined)
  if (given.length !== 1) {
    throw new InputError(
      `${path}.${name}`,
      given.length === 0 ? `is missing, and so is ${negative}` : `stands beside ${negative}`,
    )
  }
  const negated = raw[name] === undefined
  const list = Array.isArray(given[0]) ? given[0] : [given[0]]
  const values = list.map((value) => {
    if (typeof value !== 'string') throw new InputError(`${path}.${negated ? negative : name}`, 'is no text')
    return value
  })
  return { name: negated ? negative : name, negated, values }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
