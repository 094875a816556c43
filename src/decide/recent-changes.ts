import type { Evidence, RecentChange } from '../evidence.ts'
import type { DiagnosisRequest } from '../request.ts'
import { decide, type Rules } from './decide.ts'
import { undo } from './undo.ts'

/** What became of looking for the change that turned allowed into denied. */
export interface Turning {
  readonly change: RecentChange
  /** Whether the request surely passed before it; else nothing shows what was there before. */
  readonly certain: boolean
}

/**
 * Undoes the recent changes one by one, newest first, and decides the same request before each. The first that stands
 * between a denied and an allowed decision is the one that turned it.
 */
export function findTurning(request: DiagnosisRequest, evidence: Evidence, rules: Rules): Turning | null {
  if (evidence.recentChanges.kind !== 'known') return null
  let current = evidence
  let suspect: RecentChange | null = null
  for (const change of evidence.recentChanges.value) {
    const before = undo(change, current)
    if (before === null) continue
    const { decision } = decide(request, before, rules)
    if (decision === 'allowed') return { change, certain: true }
    if (decision === 'undetermined' && suspect === null) suspect = change
    current = before
  }
  return suspect === null ? null : { change: suspect, certain: false }
}

/** The newest change that may have mended a refusal since: the evidence allows now, and did not before. */
export function findMending(request: DiagnosisRequest, evidence: Evidence, rules: Rules): RecentChange | null {
  if (evidence.recentChanges.kind !== 'known') return null
  let current = evidence
  for (const change of evidence.recentChanges.value) {
    const before = undo(change, current)
    if (before === null) continue
    const { decision } = decide(request, before, rules)
    if (decision === 'explicitDeny' || decision === 'implicitDeny') return change
    current = before
  }
  return null
}
