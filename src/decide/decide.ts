import { type Caller, readCaller } from '../caller.ts'
import type { Decision, LayerDecision } from '../diagnosis.ts'
import type { Evidence } from '../evidence.ts'
import type { Layer, Question, Verdict, World } from '../layer.ts'
import { not, or, type Truth } from '../policy/truth.ts'
import type { DiagnosisRequest } from '../request.ts'
import { type Blocking, combine } from './combine.ts'
import type { PolicyOf } from './compiled-policies.ts'
import type { LayerVerdict } from './layer-verdict.ts'
import { questionsOf, s3Arn } from './questions.ts'

/** One layer's verdict on one question, with whether it stops the request. */
export interface Finding {
  /** The layer that it is put down to: the KMS key's for every KMS question. */
  readonly layer: Layer
  readonly verdict: Verdict
  readonly question: Question
  readonly blocking: Blocking
}

/** What a layer comes to over all questions of a request. */
export interface LayerOutcome {
  readonly layer: Layer
  readonly decision: LayerDecision
  readonly findings: readonly Finding[]
}

/** What decides: the layers in their order, and the compiled form of every policy. */
export interface Rules {
  readonly layers: readonly Layer[]
  readonly policyOf: PolicyOf
}

export interface Outcome {
  readonly decision: Decision
  /** In the layers' order, those that do not apply included. */
  readonly layers: readonly LayerOutcome[]
  readonly caller: Caller
}

/** Decides one request on one set of facts. Pure; throws InputError for a request that asks nothing. */
export function decide(request: DiagnosisRequest, evidence: Evidence, { layers, policyOf }: Rules): Outcome {
  const caller = readCaller(request.principal, evidence)
  const world: World = {
    request,
    evidence,
    caller,
    policyOf,
    ask: (action, question) => askAgain(action, question, world, layers),
  }
  const answers = questionsOf(request, evidence, caller).map((question) => answer(question, world, layers))
  const decision = joinAnswers(answers)
  const findings = answers.flatMap((one) => one.findings)
  const denied = decision === 'explicitDeny' || decision === 'implicitDeny'
  return {
    decision,
    caller,
    layers: layers.map((layer) =>
      outcomeOf(
        layer,
        findings.filter((finding) => finding.layer === layer),
        denied,
      ),
    ),
  }
}

interface Answer {
  readonly allowed: Truth
  readonly explicit: Truth
  readonly findings: readonly Finding[]
}

function answer(question: Question, world: World, layers: readonly Layer[]): Answer {
  const verdicts = layers.flatMap((layer): LayerVerdict[] => {
    if (isSettledUnread(question) && layer.owns !== question.of && layer.part !== 'identity') return []
    const given = layer.evaluate(question, world)
    return given === null ? [] : [{ layer, verdict: given }]
  })
  const combined = combine(verdicts, question, world.caller)
  const owner = layers.find((layer) => layer.owns === question.of)
  const findings = verdicts.map(
    ({ layer, verdict }, index): Finding => ({
      layer: owner !== undefined && layer.part !== 'identity' ? owner : layer,
      verdict,
      question,
      blocking: combined.blocking[index] ?? { explicit: 'no', implicit: 'no' },
    }),
  )
  const explicit = findings.reduce<Truth>((any, { blocking }) => or(any, blocking.explicit), 'no')
  return { allowed: combined.allowed, explicit, findings }
}

/** Of a key that is not known nothing can be asked but the key itself. */
const isSettledUnread = ({ kmsKey }: Question): boolean => kmsKey !== null && kmsKey.kind !== 'known'

/** A denied action denies the operation; AWS names an explicit deny before an implicit one. */
function joinAnswers(answers: readonly Answer[]): Decision {
  if (answers.some(({ explicit }) => explicit === 'yes')) return 'explicitDeny'
  if (answers.some(({ allowed }) => allowed === 'no')) return 'implicitDeny'
  return answers.some(({ allowed }) => allowed === 'maybe') ? 'undetermined' : 'allowed'
}

function outcomeOf(layer: Layer, findings: readonly Finding[], denied: boolean): LayerOutcome {
  const [first] = findings
  if (first === undefined) return { layer, decision: 'notApplicable', findings }
  if (layer.part === 'identity') {
    return { layer, findings, decision: denied && first.verdict.allows === 'no' ? 'implicitDeny' : 'notApplicable' }
  }
  const explicit = findings.reduce<Truth>((any, { blocking }) => or(any, blocking.explicit), 'no')
  const implicit = findings.reduce<Truth>((any, { blocking }) => or(any, blocking.implicit), 'no')
  if (explicit === 'yes') return { layer, decision: 'explicitDeny', findings }
  if (implicit === 'yes') return { layer, decision: 'implicitDeny', findings }
  if (explicit === 'maybe' || implicit === 'maybe') return { layer, decision: 'undetermined', findings }
  const silent = findings.every(({ verdict }) => isSilent(layer, verdict))
  return { layer, decision: silent ? 'notApplicable' : 'allowed', findings }
}

/** It neither denies nor grants, and nothing needed it to: a bucket without policy, in its own account. */
const isSilent = (layer: Layer, { allows, grant, answers }: Verdict): boolean =>
  layer.part === 'guard'
    ? answers !== 'no' && allows === 'yes' && grant.self === 'no' && grant.role === 'no' && grant.account === 'no'
    : allows === 'no'

/** The whole question again for another action on the same bucket, by the same caller. */
function askAgain(action: string, question: Question, world: World, layers: readonly Layer[]): Truth {
  const again: Question = {
    ...question,
    action,
    level: 'bucket',
    key: undefined,
    resource: s3Arn(world.caller.partition, question.bucket),
  }
  const asked = answer(
    again,
    world,
    layers.filter((layer) => layer.asksAgain !== true && layer.part !== 'identity'),
  )
  return asked.explicit === 'yes' ? not(asked.explicit) : asked.allowed
}
