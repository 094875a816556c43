import type { BucketSide, Evidence, PolicySource } from '../evidence.ts'
import { type Fact, known, mapFact, unknown } from '../fact.ts'
import { InputError } from '../input-error.ts'
import { type CompiledStatements, compilePolicy, type Policy, type PolicyKind } from '../policy/policy.ts'

/** Looks up the compiled form of a policy of the evidence. */
export type PolicyOf = (source: PolicySource) => Fact<Policy>

/** Policies that are compiled once, for many diagnoses. */
export interface PolicyStore {
  /** Compiles what is new in the evidence. A malformed policy throws InputError with its place in the evidence. */
  readonly add: (evidence: Evidence) => void
  /** A look-up for one diagnosis: what that only tries on is forgotten with it. */
  readonly lookUp: () => PolicyOf
}

export function createPolicyStore(): PolicyStore {
  const compiled = new WeakMap<PolicySource, Fact<Policy>>()
  let places: readonly Place[] = []
  let statements: CompiledStatements | null = null
  return {
    add(evidence) {
      places = listPolicies(evidence)
      statements = null
      for (const [source, path, kind] of places) {
        if (!compiled.has(source)) compiled.set(source, compileSource(source, path, kind))
      }
    },
    lookUp() {
      const tried = new Map<PolicySource, Fact<Policy>>()
      return (source) => {
        const found = compiled.get(source) ?? tried.get(source)
        if (found !== undefined) return found
        // One that is not of the evidence is proposed, or was there before a change.
        statements ??= statementsIn(places.map(([one]) => compiled.get(one)))
        const attempt = compileTolerantly(source, 'either', statements)
        tried.set(source, attempt)
        return attempt
      }
    },
  }
}

/** The same for a single diagnosis. */
export function compilePolicies(evidence: Evidence): PolicyOf {
  const store = createPolicyStore()
  store.add(evidence)
  return store.lookUp()
}

const statementsIn = (policies: readonly (Fact<Policy> | undefined)[]): CompiledStatements =>
  new Map(
    policies.flatMap((policy) =>
      policy?.kind === 'known' ? policy.value.statements.map((statement) => [statement.raw, statement] as const) : [],
    ),
  )

function compileSource(
  source: PolicySource,
  path: string,
  kind: PolicyKind,
  statements?: CompiledStatements,
): Fact<Policy> {
  if (source.document.kind !== 'known') return source.document
  return known(compilePolicy(source.name, source.document.value, path, kind, statements))
}

/**
 * Evidence read from AWS holds only what AWS accepted; a policy that this code does not understand becomes unknown, so
 * that a diagnosis never rests on half a policy and never fails for one either.
 */
export const setAsideMalformed = (evidence: Evidence): Evidence =>
  mapPolicies(evidence, (source, _, kind) => {
    const compiled = compileTolerantly(source, kind)
    return compiled.kind === 'known' ? source : { ...source, document: compiled }
  })

function compileTolerantly(source: PolicySource, kind: PolicyKind, statements?: CompiledStatements): Fact<Policy> {
  try {
    return compileSource(source, source.name, kind, statements)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return unknown(`policy \`${source.name}\` could not be understood: ${error.message}`)
  }
}

type Place = readonly [source: PolicySource, path: string, kind: PolicyKind]

function listPolicies(evidence: Evidence): Place[] {
  const found: Place[] = []
  mapPolicies(evidence, (source, path, kind) => {
    found.push([source, path, kind])
    return source
  })
  return found
}

type Change = (source: PolicySource, path: string, kind: PolicyKind) => PolicySource
type Levels = Evidence['serviceControlPolicies']

/** Every policy of the evidence, with its path and kind, exchanged for another. */
function mapPolicies(evidence: Evidence, change: Change): Evidence {
  const own = (path: string) => (source: PolicySource) => change(source, `evidence.${path}`, 'identity')
  const { vpcEndpoint, accessPoint } = evidence
  const target = mapSide(evidence.target, 'evidence', change)
  return {
    ...evidence,
    identityPolicies: mapList(evidence.identityPolicies, (at) => own(`identityPolicies${at}`)),
    permissionsBoundary: mapOne(evidence.permissionsBoundary, own('permissionsBoundary')),
    sessionPolicies: mapList(evidence.sessionPolicies, (at) => own(`sessionPolicies${at}`)),
    serviceControlPolicies: mapLevels(evidence.serviceControlPolicies, (at) => own(`serviceControlPolicies${at}`)),
    vpcEndpoint: mapFact(vpcEndpoint, (endpoint) =>
      endpoint?.policy
        ? { ...endpoint, policy: change(endpoint.policy, 'evidence.vpcEndpoint.policy', 'resource') }
        : endpoint,
    ),
    accessPoint: mapFact(accessPoint, (point) =>
      point?.policy ? { ...point, policy: change(point.policy, 'evidence.accessPoint.policy', 'resource') } : point,
    ),
    target,
    source: evidence.source === evidence.target ? target : mapSide(evidence.source, 'evidence.source', change),
  }
}

function mapSide(side: BucketSide, path: string, change: Change): BucketSide {
  const of = (name: string) => (source: PolicySource) => change(source, `${path}.${name}`, 'resource')
  return {
    ...side,
    bucketPolicy: mapOne(side.bucketPolicy, of('bucketPolicy')),
    resourceControlPolicies: mapLevels(side.resourceControlPolicies, (at) => of(`resourceControlPolicies${at}`)),
    kmsKey: mapFact(side.kmsKey, (key) => (key === null ? null : { ...key, policy: of('kmsKey.policy')(key.policy) })),
  }
}

type AtPlace = (at: string) => (source: PolicySource) => PolicySource

const mapOne = (fact: Fact<PolicySource | null>, change: (source: PolicySource) => PolicySource) =>
  mapFact(fact, (source) => (source === null ? null : change(source)))

const mapList = (fact: Fact<readonly PolicySource[]>, change: AtPlace) =>
  mapFact(fact, (list) => list.map((source, index) => change(`[${index}]`)(source)))

const mapLevels = (fact: Levels, change: AtPlace): Levels =>
  mapFact(
    fact,
    (levels) => levels?.map((level, depth) => level.map((one, index) => change(`[${depth}][${index}]`)(one))) ?? null,
  )
