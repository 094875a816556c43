import type { Ask } from '../../ask.ts'
import type { Outcome } from '../../diagnose.ts'
import type { Decision, Diagnosis, LayerName, NextStep, Note } from '../../diagnosis.ts'
import { readOtherError, wordOtherError } from '../../wording/other-errors.ts'
import { writeAsk } from './ask-value.ts'
import { type ChangeLimits, changeElements } from './change-elements.ts'
import { describePrincipal, describeReader, describeTime, named } from './describe.ts'
import { card, cut, firstFitting } from './layout.ts'
import type { Message } from './message.ts'
import { bold, bullets, type Element, marked, paragraph, plain, type Text } from './rich-text.ts'

type Diagnosed = Extract<Outcome, { kind: 'diagnosis' }>

interface Limits extends ChangeLimits {
  readonly line: number
  readonly items: number
}

/** From the whole answer to its bones: the first that fits is posted, and Evidence has the rest. */
const levels: readonly [Limits, ...Limits[]] = [
  { line: 900, whole: 700, excerpt: 2_600, commands: 1_500, items: 6 },
  { line: 500, whole: 700, excerpt: 1_200, commands: 600, items: 3 },
  { line: 240, whole: 300, excerpt: 400, commands: 300, items: 1 },
]

const confidenceWording = {
  exact: '',
  'has-placeholders': ' Fill in what stands in angle brackets first.',
  maybe: ' Check first that this is what you want.',
} as const satisfies Record<NextStep['confidence'], string>

const noteLabel = {
  'message-disagrees': 'Disagrees',
  changed: 'Changed',
  symptom: 'As you said',
  caller: 'Caller',
  limit: 'Limit',
} as const satisfies Record<Note['kind'], string>

const afterFixWording = {
  allowed: 'After that, everything that could be read allows the request.',
  explicitDeny: 'After that it is still denied.',
  implicitDeny: 'After that it is still not allowed.',
  undetermined: 'After that nothing that could be read denies; what could not be read still may.',
} as const satisfies Record<Decision, string>

const nothingToChange = {
  allowed: 'Ask again with the principal and the operation of the failing call, as its error or CloudTrail shows them.',
  explicitDeny: 'No change is proposed, since none would be safe; Evidence shows the statements that decide.',
  implicitDeny: 'No change is proposed, since none would be safe; Evidence shows the statements that decide.',
  undetermined: 'Settle what is open above, then press Check again.',
} as const satisfies Record<Decision, string>

/** The whole answer: verdict, four facts, the next step, what would still deny, what could not be read. */
export const diagnosisMessage = (diagnosed: Diagnosed, ask: Ask, readAt: number): Message =>
  firstFitting(levels, (max) => atLevel(diagnosed, ask, readAt, max))

function atLevel({ diagnosis, readAs, assumptions }: Diagnosed, ask: Ask, readAt: number, max: Limits): Message {
  const value = writeAsk(ask)
  return card({
    verdict: verdict(diagnosis, max),
    next: nextStep(diagnosis, max),
    footer: footer(diagnosis, readAs, assumptions, readAt),
    buttons: value === null ? null : { value, evidence: true },
    plainText: `Principal ${diagnosis.request.principal}`,
  })
}

function verdict(diagnosis: Diagnosis, max: Limits): readonly Element[] {
  const { request, likely, headline, explanation, blockedBy, notes } = diagnosis
  const isSaidAlready = likely === null || headline.toLowerCase().includes(likely.certainty)
  const certainty = isSaidAlready ? [] : [plain(` · ${likely.certainty}`)]
  const blocker = blockedBy.find(({ layer }) => layer === likely?.layer)
  const others = blockedBy.filter((other) => other !== blocker)
  const { principal, expectedPrincipal, action, resource } = request
  return [
    paragraph(
      [...marked(cut(headline, max.line), { bold: true }), ...certainty],
      [
        bold('Who '),
        ...describePrincipal(principal),
        ...(expectedPrincipal === undefined ? [] : [plain('; expected was '), ...describePrincipal(expectedPrincipal)]),
      ],
      [
        bold('Action '),
        named(action),
        ...(blocker === undefined || blocker.action === action
          ? []
          : [plain(', which needs '), named(blocker.action), plain(' on '), named(blocker.resource)]),
      ],
      [bold('On '), named(resource)],
      ...(explanation === '' || explanation === headline ? [] : [fact('Where', explanation, max)]),
      ...notes.slice(0, max.items).map(({ kind, text }) => fact(noteLabel[kind], text, max)),
    ),
    ...list(
      'Also denied by',
      others.map(({ title, explanation: why }) => `${title}: ${why}`),
      max,
    ),
    ...list(likely === null ? 'Could not tell' : 'Not settled either', openQuestions(diagnosis), max),
  ]
}

/**
 * Open questions stand with the verdict unless it is proven; then they cannot turn it, and stand in the footer. What
 * the headline's own layer lacks is its explanation already.
 */
const openQuestions = ({ likely, openQuestions: open }: Diagnosis): readonly string[] =>
  likely?.certainty === 'proven'
    ? []
    : open
        .filter(({ layer }) => layer !== likely?.layer)
        .map(({ title, missing, settle }) => `${title}: ${missing.join(', ')}. To settle it: ${settle}`)

function nextStep(diagnosis: Diagnosis, max: Limits): readonly Element[] {
  const { nextStep: step, decision, openQuestions: open } = diagnosis
  if (step === null) {
    const first = decision === 'undetermined' ? open[0] : undefined
    const other = readOtherError(diagnosis.notAuthorization)
    const said = other === null ? (first?.settle ?? nothingToChange[decision]) : wordOtherError(other).next
    return [paragraph([bold('Next '), ...marked(cut(said, max.line))])]
  }
  const { owner, text, change, confidence } = step
  const caution = confidence === 'maybe' && change === null ? '' : confidenceWording[confidence]
  const lead = cut(`for ${owner}: ${text}${caution}`, max.line)
  return [paragraph([bold('Next '), ...marked(lead)]), ...changeElements(step, max), ...after(diagnosis, max)]
}

/** Their explanations stand above, so that their titles are enough. */
function after(diagnosis: Diagnosis, max: Limits): readonly Element[] {
  const { afterFix, stillBlockedBy, blockedBy, openQuestions: open, layers } = diagnosis
  if (afterFix === null) return []
  const titleOf = (name: LayerName): string =>
    [...blockedBy, ...open, ...layers].find(({ layer }) => layer === name)?.title ?? name
  const by = stillBlockedBy.length === 0 ? '' : ` By: ${stillBlockedBy.map(titleOf).join(', ')}.`
  return [paragraph([plain(cut(`${afterFixWording[afterFix]}${by}`, max.line))])]
}

const fact = (label: string, text: string, max: Limits): readonly Text[] => [
  bold(`${label} `),
  ...marked(cut(text, max.line)),
]

function list(label: string, items: readonly string[], max: Limits): readonly Element[] {
  if (items.length === 0) return []
  const shown = items.slice(0, max.items).map((item) => marked(cut(item, max.line / 2)))
  const more = items.length > max.items ? [[plain(`and ${items.length - max.items} more, under Evidence`)]] : []
  return [paragraph([bold(label)]), bullets(...shown, ...more)]
}

function footer(
  { likely, openQuestions: open, notes, unread }: Diagnosis,
  readAs: readonly string[],
  assumptions: readonly string[],
  readAt: number,
): string {
  const notRead = unread.map(({ fact: what, why }) => `${what} (${why})`)
  // A note on the limits says it already, where the engine writes one.
  const isSaid = likely?.certainty !== 'proven' || notes.some(({ kind }) => kind === 'limit')
  const notSettled = isSaid ? [] : open.map(({ title }) => title)
  return [
    `Read${readAs.length === 0 ? '' : ` as ${readAs.map(describeReader).join(', ')}`} at ${describeTime(readAt)}`,
    ...assumptions,
    ...(notRead.length === 0 ? [] : [`not read: ${notRead.join(', ')}`]),
    ...(notSettled.length === 0 ? [] : [`not settled: ${notSettled.join(', ')}`]),
  ].join(' · ')
}
