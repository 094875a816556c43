import type { Outcome } from '../../diagnose.ts'
import type { Blocker, LayerDecision, StatementRef } from '../../diagnosis.ts'
import type { Evidence } from '../../evidence.ts'
import { asJson } from './change-elements.ts'
import { describeTime } from './describe.ts'
import { cut, footnote } from './layout.ts'
import { type Message, message } from './message.ts'
import { bold, bullets, type Element, link, marked, paragraph, plain, preformatted, richText } from './rich-text.ts'
import { findStatement } from './statements.ts'

type Diagnosed = Extract<Outcome, { kind: 'diagnosis' }>

/** Slack keeps an ephemeral message only for a while, and nobody reads more of them than this. */
const maxMessages = 3
/** What one message may hold; Slack's total lies near 13,200. */
const maxMessage = 9_500
const maxBlock = 6_000
const maxLine = 900

const decisionWording = {
  allowed: 'allows',
  explicitDeny: 'denies',
  implicitDeny: 'does not allow',
  undetermined: 'could not be judged',
  notApplicable: 'does not apply',
} as const satisfies Record<LayerDecision, string>

/** The deciding statements, every layer's verdict and the whole change, for the one who pressed; one message or more. */
export function evidenceMessages({ diagnosis, evidence }: Diagnosed, readAt: number): readonly Message[] {
  const { blockedBy, layers, openQuestions, nextStep, unread } = diagnosis
  const change = nextStep?.change ?? null
  const elements: readonly Element[] = [
    ...blockedBy.flatMap((blocker) => blockerElements(blocker, evidence)),
    ...labelled(
      'Every layer',
      layers.map(({ title, decision }) => `${title}: ${decisionWording[decision]}`),
    ),
    ...labelled(
      'Open',
      openQuestions.map(({ title, missing, settle }) => `${title}: ${missing.join(', ')}. ${settle}`),
    ),
    ...labelled(
      'Not read',
      unread.map(({ fact, why }) => `${fact}: ${why}`),
    ),
    ...(change === null ? [] : documentElements(`\`${change.policy}\` after the change:`, asJson(change.after))),
    ...(nextStep === null || nextStep.commands.length === 0
      ? []
      : documentElements('Commands:', nextStep.commands.join('\n'))),
  ]
  return packed(elements, `Read at ${describeTime(readAt)}`)
}

function blockerElements({ title, explanation, docs, decidedBy }: Blocker, evidence: Evidence): readonly Element[] {
  return [
    paragraph([bold(`${title}: `), ...marked(cut(explanation, maxLine)), plain(' '), link(docs, 'AWS’s rule')]),
    ...decidedBy.flatMap((statement) => statementElements(statement, evidence)),
  ]
}

function statementElements(statement: StatementRef, evidence: Evidence): readonly Element[] {
  const { policy, sid, index } = statement
  const named = `\`${policy}\`, statement ${index}${sid === undefined ? '' : ` (\`${sid}\`)`}:`
  const found = findStatement(evidence, statement)
  return found === null ? [paragraph(marked(named))] : documentElements(named, asJson(found))
}

/** A document in pieces that Slack takes. */
function documentElements(label: string, text: string): readonly Element[] {
  const pieces = Array.from({ length: Math.ceil(text.length / maxBlock) }, (_, index) =>
    text.slice(index * maxBlock, (index + 1) * maxBlock),
  )
  return [paragraph(marked(cut(label, maxLine))), ...pieces.map(preformatted)]
}

const labelled = (label: string, items: readonly string[]): readonly Element[] =>
  items.length === 0 ? [] : [paragraph([bold(label)]), bullets(...items.map((item) => marked(cut(item, maxLine))))]

function packed(elements: readonly Element[], footer: string): readonly Message[] {
  const pages: Element[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const element of elements) {
    const own = JSON.stringify(element).length
    if (size + own > maxMessage) {
      pages.push([])
      size = 0
    }
    pages.at(-1)?.push(element)
    size += own
  }
  const shown = pages.slice(0, maxMessages)
  const left = pages.length - shown.length
  return shown.map((page, index) => {
    const cutOff = index === shown.length - 1 && left > 0 ? ' · cut here: the rest is longer than Slack shows' : ''
    return message([richText(...page), footnote(`${footer} · ${index + 1} of ${shown.length}${cutOff}`)])
  })
}
