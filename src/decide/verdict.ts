import type { Blocker, Cause, Certainty, OpenQuestion } from '../diagnosis.ts'
import { describeMissing } from '../fact.ts'
import type { RefusalMessage } from '../refusal/refusal-message.ts'
import type { DiagnosisRequest } from '../request.ts'
import { writeSettle } from '../wording/settle.ts'
import type { Finding, LayerOutcome, Outcome } from './decide.ts'

/** The layers that surely deny, in the order in which to mend them: the caller first, explicit before implicit. */
export function blockingLayers({ layers }: Outcome): LayerOutcome[] {
  const denies = layers.filter(({ decision }) => decision === 'explicitDeny' || decision === 'implicitDeny')
  const rank = ({ layer, decision }: LayerOutcome): number =>
    layer.part === 'identity' ? 0 : decision === 'explicitDeny' ? 1 : 2
  return denies.sort((a, b) => rank(a) - rank(b))
}

/** The layers that missing facts keep from being judged. */
export const openLayers = ({ layers }: Outcome): LayerOutcome[] =>
  layers.filter(({ decision }) => decision === 'undetermined')

/** The finding that stands for a layer: one that denies for sure, explicitly before implicitly; else an open one, before all the one that misses something of its own. */
export function mainFinding({ layer, findings }: LayerOutcome): Finding | undefined {
  if (layer.part === 'identity') return findings[0]
  return (
    findings.find(({ blocking }) => blocking.explicit === 'yes') ??
    findings.find(({ blocking }) => blocking.implicit === 'yes') ??
    findings.find(({ blocking, verdict }) => isOpen(blocking) && verdict.missing.length > 0) ??
    findings.find(({ blocking }) => isOpen(blocking)) ??
    findings[0]
  )
}

const isOpen = ({ explicit, implicit }: Finding['blocking']): boolean => explicit === 'maybe' || implicit === 'maybe'

export interface Headline {
  readonly outcome: LayerOutcome
  readonly certainty: Certainty
}

/**
 * The layer that the answer is about. A layer that denies for sure is proven; else AWS's own word, else what alone can
 * explain the refusal, is likely; else the first that can is possible.
 */
export function chooseHeadline(
  outcome: Outcome,
  message: RefusalMessage | null,
  request: DiagnosisRequest,
): Headline | null {
  const [first] = blockingLayers(outcome)
  if (first !== undefined) return { outcome: first, certainty: 'proven' }
  const open = openLayers(outcome)
  const named = message === null ? undefined : namedLayer(outcome, message, request)
  if (named !== undefined) return { outcome: named, certainty: 'likely' }
  const [suspect] = open
  if (suspect === undefined) return null
  return { outcome: suspect, certainty: open.length === 1 ? 'likely' : 'possible' }
}

/** Of several layers that AWS's words may mean, one that the facts leave open comes before one that they clear. */
export function namedLayer(
  { layers }: Outcome,
  message: RefusalMessage,
  request: DiagnosisRequest,
): LayerOutcome | undefined {
  const named = layers.filter(({ layer }) => layer.isNamedBy(message, request))
  return (
    named.find(({ decision }) => decision === 'explicitDeny' || decision === 'implicitDeny') ??
    named.find(({ decision }) => decision === 'undetermined') ??
    named[0]
  )
}

/** Why, in one word: the layer's own cause, else what kind of denial of a policy it is. */
export function causeOf({ outcome, certainty }: Headline, message: RefusalMessage | null): Cause | null {
  const { layer, decision } = outcome
  if (layer.cause !== undefined) return layer.cause
  if (certainty === 'proven') {
    if (decision === 'explicitDeny') return 'explicit-deny'
    return mainFinding(outcome)?.verdict.scopeMismatch ? 'scope-mismatch' : 'missing-allow'
  }
  if (message?.reason?.kind === 'explicit') return 'explicit-deny'
  return message?.reason?.kind === 'implicit' ? 'missing-allow' : null
}

/** A layer that denies, for the answer: every statement of it that does so, once each. */
export function toBlocker(outcome: LayerOutcome): Blocker {
  const { layer, decision, findings } = outcome
  const main = mainFinding(outcome)
  const denying = findings
    .filter(({ blocking }) => blocking.explicit === 'yes')
    .flatMap(({ verdict }) => verdict.decidedBy)
  const distinct = new Map(denying.map((ref) => [JSON.stringify(ref), ref]))
  return {
    layer: layer.name,
    title: layer.title,
    decision: decision === 'explicitDeny' ? 'explicitDeny' : 'implicitDeny',
    decidedBy: [...distinct.values()],
    explanation: main?.verdict.explain() ?? '',
    docs: layer.docs,
    action: main?.question.action ?? '',
    resource: main?.question.resource ?? '',
  }
}

/**
 * What a layer misses. One that misses nothing of its own is open because of what others miss: a bucket policy that
 * nobody could read may make up for the caller's silence.
 */
export function toOpenQuestion(outcome: LayerOutcome, { layers }: Outcome): OpenQuestion {
  const { layer, findings } = outcome
  const open = findings.filter(({ blocking }) => isOpen(blocking))
  const own = unique(open.flatMap(({ verdict }) => verdict.missing))
  const shared = { layer: layer.name, title: layer.title }
  if (own.length > 0) return { ...shared, missing: own, settle: writeSettle(own, layer.settle) }
  const questions = open.map(({ question }) => question)
  const others = layers
    .flatMap((one) => one.findings)
    .filter(({ question, verdict }) => questions.includes(question) && verdict.missing.length > 0)
  const accounts = questions.flatMap(({ resourceAccount }) =>
    resourceAccount.kind === 'known' ? [] : [describeMissing(resourceAccount)],
  )
  const settled = others.map((one) => writeSettle(one.verdict.missing, one.layer.settle))
  const asked = accounts.length === 0 ? [] : ['Say to which account the bucket or key belongs.']
  return {
    ...shared,
    missing: unique([...accounts, ...others.flatMap(({ verdict }) => verdict.missing)]),
    settle: unique([...asked, ...settled]).join(' '),
  }
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)]
