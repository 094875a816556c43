import type { Denial } from './extraction.ts'
import { type Finding, type Source, sources, type Target } from './found.ts'
import { isBucketAction, isBucketLevel, readsSource } from './operation-names.ts'

/** A fact with how exact it is for one error, and how far it stands from it. */
export interface Candidate {
  readonly finding: Finding
  readonly source: Source
  /** The source's place among `sources`. */
  readonly rank: number
  readonly distance: number
}

const ranks = new Map<Source, number>(sources.map((source, index) => [source, index]))
export const rankOf = (source: Source): number => ranks.get(source) ?? 0

const byExactness = (a: Candidate, b: Candidate): number => b.rank - a.rank || a.distance - b.distance

/** The fields of one error: of each the most exact source, and of equals the nearest. `candidates` hold the errors too. */
export function resolveFields(candidates: readonly Candidate[]): Omit<Denial, 'expectedPrincipal'> {
  const ordered = [...candidates].sort(byExactness)
  const first = <T>(read: (finding: Finding) => T | undefined): T | undefined => {
    for (const { finding } of ordered) {
      const value = read(finding)
      if (value !== undefined) return value
    }
    return undefined
  }
  const operation = first((finding) => finding.operation)
  const action = first((finding) => finding.action)
  const principal = first((finding) => finding.principal)
  const kmsKeyArn = first((finding) => finding.kmsKeyArn)
  const requestId = first((finding) => finding.requestId)
  const message = first((finding) => finding.message)
  const { target, key } = resolveTarget(ordered, operation, action)
  const region = target.region ?? first((finding) => regionFor(finding, target))
  const fields: { -readonly [Name in keyof Denial]: Denial[Name] } = {}
  if (target.bucket !== undefined) fields.bucket = target.bucket
  if (key !== undefined) fields.key = key
  if (principal !== undefined) fields.principal = principal
  if (operation !== undefined) fields.operation = operation
  if (action !== undefined) fields.action = action
  if (message !== undefined) fields.message = message
  if (requestId !== undefined) fields.requestId = requestId
  if (region !== undefined) fields.region = region
  if (kmsKeyArn !== undefined) fields.kmsKeyArn = kmsKeyArn
  if (target.accessPoint !== undefined) fields.accessPoint = target.accessPoint
  return fields
}

/** A region that is another bucket's is none of this one's. */
function regionFor(finding: Finding, target: Target): string | undefined {
  const other = finding.target?.bucket
  return other !== undefined && target.bucket !== undefined && other !== target.bucket
    ? undefined
    : (finding.region ?? finding.target?.region)
}

/** Bucket and key come as a pair: a key of one bucket never joins another. */
function resolveTarget(
  ordered: readonly Candidate[],
  operation: string | undefined,
  action: string | undefined,
): { readonly target: Target; readonly key: string | undefined } {
  const side = operation !== undefined && readsSource(operation) ? 'from' : 'to'
  const aimed = ordered.filter(({ finding }) => finding.side === undefined || finding.side === side)
  const best = aimed.find(
    ({ finding }) => finding.target?.bucket !== undefined || finding.target?.accessPoint !== undefined,
  )
  const target: Target = best?.finding.target ?? {}
  const keyed = aimed.find(({ finding }) => keyFor(finding, target) !== undefined)
  const key = keyed === undefined ? undefined : keyFor(keyed.finding, target)
  if (keyed === undefined || key === undefined) return { target, key: undefined }
  // AWS's own resource is believed; of all else a listed path is a prefix, and so is what ends in a slash.
  const listed =
    (operation !== undefined && isBucketLevel(operation)) || (action !== undefined && isBucketAction(action))
  const folder = key.endsWith('/') && operation === undefined && keyed.rank < rankOf('flag')
  return { target, key: keyed.source !== 'sentence' && (listed || folder) ? undefined : key }
}

function keyFor(finding: Finding, target: Target): string | undefined {
  if (finding.key !== undefined) return finding.key
  const own = finding.target
  if (own?.key === undefined) return undefined
  return own.bucket === target.bucket && own.accessPoint === target.accessPoint ? own.key : undefined
}
