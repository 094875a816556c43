import { holds, type Version } from './condition.ts'
import { isNamed, isNotNamed } from './principal.ts'
import type { PlainRequest } from './request.ts'
import { matches, matchesResource, readPattern, substitute } from './wildcard.ts'

export type Decision = 'deny' | 'allow' | 'none'

type Json = Readonly<Record<string, unknown>>

/**
 * A second matcher, written from AWS's documents and on purpose without haste: two values, one character and one
 * completion at a time. It reads the raw policy and a request with nothing left open, and shares no code with the first.
 */
export function decide(policies: readonly unknown[], request: PlainRequest): Decision {
  const effects = policies.flatMap((policy) => applying(readJson(policy), request))
  return effects.includes('Deny') ? 'deny' : effects.includes('Allow') ? 'allow' : 'none'
}

function applying(policy: Json, request: PlainRequest): unknown[] {
  const version: Version = policy.Version === '2012-10-17' ? '2012-10-17' : '2008-10-17'
  return [policy.Statement]
    .flat()
    .map(readJson)
    .filter((statement) => applies(statement, request, version))
    .map(({ Effect }) => Effect)
}

function applies(statement: Json, request: PlainRequest, version: Version): boolean {
  const { Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition = {} } = statement
  const isAction = (text: string) => matches(readPattern(text.toLowerCase()), request.action.toLowerCase())
  const isResource = (text: string) => {
    const pieces = substitute(text, request.context, readPattern, version)
    return pieces !== null && matchesResource(pieces, request.resource)
  }
  return (
    (Principal === undefined || isNamed(Principal, request)) &&
    (NotPrincipal === undefined || isNotNamed(NotPrincipal, request)) &&
    (NotAction === undefined ? readList(Action).some(isAction) : !readList(NotAction).some(isAction)) &&
    (NotResource === undefined ? readList(Resource).some(isResource) : !readList(NotResource).some(isResource)) &&
    Object.entries(readJson(Condition)).every(([operator, keys]) =>
      Object.entries(readJson(keys)).every(([key, wanted]) =>
        holds(operator, key, readList(wanted), request.context, version),
      ),
    )
  )
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

const readJson = (value: unknown): Json => (isJson(value) ? value : {})

/** Numbers and booleans may stand without quotes. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const readList = (value: unknown): string[] => [value].flat().map((one) => `${one}`)
