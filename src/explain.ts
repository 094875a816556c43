import { compilePolicies, createPolicyStore, type PolicyOf, setAsideMalformed } from './decide/compiled-policies.ts'
import { decide, type Outcome } from './decide/decide.ts'
import { proposeFix } from './decide/fix.ts'
import { writeNotes } from './decide/notes.ts'
import { mainAction } from './decide/operations.ts'
import { findTurning } from './decide/recent-changes.ts'
import { listUnread } from './decide/unread.ts'
import {
  blockingLayers,
  causeOf,
  chooseHeadline,
  type Headline,
  mainFinding,
  namedLayer,
  openLayers,
  toBlocker,
  toOpenQuestion,
} from './decide/verdict.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { Evidence } from './evidence.ts'
import type { Layer } from './layer.ts'
import { layers as allLayers } from './layers/index.ts'
import { readNotAuthorization, readOtherError } from './refusal/not-authorization.ts'
import { type RefusalMessage, readRefusalMessage } from './refusal/refusal-message.ts'
import type { DiagnosisRequest } from './request.ts'
import { openEvidence } from './scenario/evidence-json.ts'
import { readRequest, readScenario } from './scenario/scenario.ts'
import { writeHeadline } from './wording/headline.ts'
import { sayMissing } from './wording/settle.ts'
import { listOf } from './wording/statements.ts'

export type { Diagnosis } from './diagnosis.ts'
export { InputError } from './input-error.ts'
export type { DiagnosisRequest } from './request.ts'

/**
 * Diagnoses a scenario (`{ request, evidence }` in SCENARIOS.md's form). Pure. Throws InputError, which names the field,
 * for malformed input.
 */
export function explain(scenario: unknown): Diagnosis {
  const { request, evidence } = readScenario(scenario)
  return diagnoseFacts(request, evidence, compilePolicies(evidence), allLayers)
}

/** The same evidence for many requests: its policies are read and compiled once. */
export interface Prepared {
  readonly explain: (request: unknown) => Diagnosis
}

/** Reads and compiles evidence of SCENARIOS.md's form. Throws InputError, which names the field, where it is malformed. */
export function prepare(evidence: unknown): Prepared {
  const completeFor = openEvidence(evidence)
  const policies = createPolicyStore()
  policies.add(completeFor({ principal: 'anonymous', bucket: '' }))
  let last: { readonly about: string; readonly facts: Evidence } | null = null
  return {
    explain: (json) => {
      const request = readRequest(json)
      const about = `${request.principal} ${request.bucket} ${request.source?.bucket ?? ''}`
      if (last?.about !== about) {
        last = { about, facts: completeFor(request) }
        policies.add(last.facts)
      }
      return diagnoseFacts(request, last.facts, policies.lookUp(), allLayers)
    },
  }
}

/** (request, evidence) → diagnosis, for evidence that was read from AWS: a policy nobody understands is set aside. */
export function explainEvidence(request: DiagnosisRequest, evidence: Evidence): Diagnosis {
  const readable = setAsideMalformed(evidence)
  return diagnoseFacts(request, readable, compilePolicies(readable), allLayers)
}

/** The whole of it, on a list of layers that a test may extend. */
export function diagnoseFacts(
  request: DiagnosisRequest,
  evidence: Evidence,
  policyOf: PolicyOf,
  layers: readonly Layer[],
): Diagnosis {
  const rules = { layers, policyOf }
  const outcome = decide(request, evidence, rules)
  const notAuthorization = whyNoRefusal(request, evidence)
  const message = request.message === undefined ? null : readRefusalMessage(request.message)
  const headline = notAuthorization === null ? chooseHeadline(outcome, message, request) : null
  const fix = headline === null ? null : proposeFix(headline, request, evidence, rules)
  const turning = blockingLayers(outcome).length > 0 ? findTurning(request, evidence, rules) : null
  const blockers = blockingLayers(outcome).map(toBlocker)
  return {
    request: describeRequest(request, outcome),
    decision: outcome.decision,
    likely: headline === null ? null : { layer: headline.outcome.layer.name, certainty: headline.certainty },
    cause: notAuthorization !== null ? 'not-a-policy' : headline === null ? null : causeOf(headline, message),
    headline: writeHeadline(headline, outcome, request, notAuthorization),
    explanation:
      headline === null ? '' : explainHeadline(headline, outcome, isNamed(headline, outcome, message, request)),
    blockedBy: blockers,
    openQuestions: openLayers(outcome).map((open) => toOpenQuestion(open, outcome)),
    layers: outcome.layers.map(({ layer, decision }) => ({ layer: layer.name, title: layer.title, decision })),
    nextStep: fix?.nextStep ?? null,
    afterFix: fix?.afterFix ?? null,
    stillBlockedBy: fix?.stillBlockedBy ?? [],
    notes:
      notAuthorization !== null ? [] : writeNotes({ request, evidence, outcome, headline, message, turning, rules }),
    unread: listUnread(evidence, request),
    changed: turning?.certain ? pick(turning.change) : null,
    notAuthorization,
  }
}

/** The error's own message, or a bucket that is not there: nothing that a policy could be asked about. */
function whyNoRefusal({ message, operation }: DiagnosisRequest, { target }: Evidence): string | null {
  const said = message === undefined ? null : (readNotAuthorization(message) ?? readOtherError(message))
  if (said !== null) return said
  const gone = target.bucketExists.kind === 'known' && !target.bucketExists.value
  return gone && operation !== 'CreateBucket' ? 'no-such-bucket' : null
}

function describeRequest(request: DiagnosisRequest, { layers }: Outcome): Diagnosis['request'] {
  const action = mainAction(request)
  const questions = layers.flatMap(({ findings }) => findings.map(({ question }) => question))
  const own = questions.find((question) => question.action === action) ?? questions[0]
  return {
    principal: request.principal,
    action,
    resource: own?.resource ?? `arn:aws:s3:::${request.bucket}`,
    ...(request.operation === undefined ? {} : { operation: request.operation }),
    ...(request.expectedPrincipal === undefined ? {} : { expectedPrincipal: request.expectedPrincipal }),
  }
}

const isNamed = (
  headline: Headline,
  outcome: Outcome,
  message: RefusalMessage | null,
  request: DiagnosisRequest,
): boolean => message !== null && namedLayer(outcome, message, request) === headline.outcome

function explainHeadline({ outcome, certainty }: Headline, all: Outcome, isNamed: boolean): string {
  const finding = mainFinding(outcome)
  if (certainty === 'proven') return finding?.verdict.explain() ?? ''
  const { missing, settle } = toOpenQuestion(outcome, all)
  if (missing.length === 0) return 'As read now this layer does not deny; AWS’s message says that it did.'
  const lacking = `What decides it is missing: ${listOf(missing.map(sayMissing))}. ${settle}`
  return isNamed ? `AWS’s message names it. ${lacking}` : lacking
}

const pick = ({
  time,
  eventName,
  by,
  resource,
}: {
  time: string
  eventName: string
  by: string
  resource: string
}) => ({
  time,
  eventName,
  by,
  resource,
})
