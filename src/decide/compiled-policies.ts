import type { BucketSide, Evidence, PolicySource } from '../evidence.ts'
import { type Fact, known, unknown } from '../fact.ts'
import { InputError } from '../input-error.ts'
import { compilePolicy, type Policy } from '../policy/policy.ts'

/** Looks up the compiled form of a policy of the evidence. */
export type PolicyOf = (source: PolicySource) => Fact<Policy>

/**
 * Compiles every policy of the evidence once. A malformed one throws InputError with its place in the evidence.
 */
export function compilePolicies(evidence: Evidence): PolicyOf {
  // What is tried on must not pile up in evidence that is kept for many requests.
  const compiled = new WeakMap<PolicySource, Fact<Policy>>()
  for (const [path, source] of listPolicies(evidence)) {
    if (!compiled.has(source)) compiled.set(source, compileSource(source, path))
  }
  return (source) => {
    // One that is not of the evidence is proposed, or was there before a change: it is only tried on.
    const found = compiled.get(source) ?? compileTolerantly(source)
    compiled.set(source, found)
    return found
  }
}

function compileSource(source: PolicySource, path: string): Fact<Policy> {
  if (source.document.kind !== 'known') return source.document
  return known(compilePolicy(source.name, source.document.value, path))
}

/**
 * Evidence read from AWS holds only what AWS accepted; a policy that this code does not understand becomes unknown, so
 * that a diagnosis never rests on half a policy and never fails for one either.
 */
export const setAsideMalformed = (evidence: Evidence): Evidence =>
  mapPolicies(evidence, (source) => {
    const compiled = compileTolerantly(source)
    return compiled.kind === 'known' ? source : { ...source, document: compiled }
  })

function compileTolerantly(source: PolicySource): Fact<Policy> {
  try {
    return compileSource(source, source.name)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return unknown(`policy \`${source.name}\` could not be understood: ${error.message}`)
  }
}

type Path = readonly [string, PolicySource]

function listPolicies(evidence: Evidence): Path[] {
  const found: Path[] = []
  mapPolicies(evidence, (source, path) => {
    found.push([path, source])
    return source
  })
  return found
}

type Change = (source: PolicySource, path: string) => PolicySource

/** Every policy of the evidence, with its path, exchanged for another. */
function mapPolicies(evidence: Evidence, change: Change): Evidence {
  const at = (path: string) => (source: PolicySource) => change(source, path)
  const list = (fact: Fact<readonly PolicySource[]>, path: string): Fact<readonly PolicySource[]> =>
    fact.kind === 'known' ? known(fact.value.map((source, index) => change(source, `${path}[${index}]`))) : fact
  const one = (fact: Fact<PolicySource | null>, path: string): Fact<PolicySource | null> =>
    fact.kind === 'known' && fact.value !== null ? known(change(fact.value, path)) : fact
  const levels = (fact: Evidence['serviceControlPolicies'], path: string): Evidence['serviceControlPolicies'] =>
    fact.kind === 'known' && fact.value !== null
      ? known(
          fact.value.map((level, depth) => level.map((source, index) => change(source, `${path}[${depth}][${index}]`))),
        )
      : fact
  const side = (given: BucketSide, path: string): BucketSide => ({
    ...given,
    bucketPolicy: one(given.bucketPolicy, `${path}.bucketPolicy`),
    resourceControlPolicies: levels(given.resourceControlPolicies, `${path}.resourceControlPolicies`),
    kmsKey:
      given.kmsKey.kind === 'known' && given.kmsKey.value !== null
        ? known({ ...given.kmsKey.value, policy: at(`${path}.kmsKey.policy`)(given.kmsKey.value.policy) })
        : given.kmsKey,
  })
  const target = side(evidence.target, 'evidence')
  const { vpcEndpoint, accessPoint } = evidence
  return {
    ...evidence,
    identityPolicies: list(evidence.identityPolicies, 'evidence.identityPolicies'),
    permissionsBoundary: one(evidence.permissionsBoundary, 'evidence.permissionsBoundary'),
    sessionPolicies: list(evidence.sessionPolicies, 'evidence.sessionPolicies'),
    serviceControlPolicies: levels(evidence.serviceControlPolicies, 'evidence.serviceControlPolicies'),
    vpcEndpoint:
      vpcEndpoint.kind === 'known' && vpcEndpoint.value?.policy
        ? known({ ...vpcEndpoint.value, policy: at('evidence.vpcEndpoint.policy')(vpcEndpoint.value.policy) })
        : vpcEndpoint,
    accessPoint:
      accessPoint.kind === 'known' && accessPoint.value?.policy
        ? known({ ...accessPoint.value, policy: at('evidence.accessPoint.policy')(accessPoint.value.policy) })
        : accessPoint,
    target,
    source: evidence.source === evidence.target ? target : side(evidence.source, 'evidence.source'),
  }
}
