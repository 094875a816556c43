import { accountOf, parseArn } from '../arn.ts'
import type { Note } from '../diagnosis.ts'
import type { Evidence } from '../evidence.ts'
import type { RefusalMessage } from '../refusal/refusal-message.ts'
import type { DiagnosisRequest, Symptom } from '../request.ts'
import { code } from '../wording/statements.ts'
import { decide, type Outcome, type Rules } from './decide.ts'
import { findMending, type Turning } from './recent-changes.ts'
import { blockingLayers, type Headline, namedLayer, openLayers } from './verdict.ts'

/** What the person must know beside the verdict. */
export interface NoteInput {
  readonly request: DiagnosisRequest
  readonly evidence: Evidence
  readonly outcome: Outcome
  readonly headline: Headline | null
  readonly message: RefusalMessage | null
  readonly turning: Turning | null
  readonly rules: Rules
}

export const writeNotes = (input: NoteInput): Note[] => [
  ...messageNotes(input),
  ...changeNotes(input),
  ...symptomNotes(input),
  ...callerNotes(input),
]

/** Where AWS's word and the evidence do not agree, both are said, and nothing is chosen silently. */
function messageNotes({ message, outcome, request, evidence, headline, rules }: NoteInput): Note[] {
  if (message === null) return []
  const notes: Note[] = []
  const { principal, action, resource } = message
  if (
    principal !== undefined &&
    principal !== request.principal &&
    principal !== outcome.caller.arn &&
    !isSessionOf(principal, outcome)
  ) {
    notes.push(disagrees(`AWS’s message names another caller, ${code(principal)}, than the one this answer is about.`))
  }
  const asked = outcome.layers.flatMap(({ findings }) => findings.map(({ question }) => question))
  if (action !== undefined && !asked.some((question) => question.action === action) && action !== 's3:ListBucket') {
    notes.push(disagrees(`AWS’s message is about ${code(action)}, which this request was not taken to need.`))
  }
  const target = resource === undefined ? null : parseArn(resource)
  if (
    resource !== undefined &&
    target?.service === 's3' &&
    !asked.some((question) => sameResource(question.resource, resource))
  ) {
    notes.push(disagrees(`AWS’s message is about ${code(resource)}, and not about what was asked here.`))
  }
  const named = namedLayer(outcome, message, request)
  const isClear = named !== undefined && named.decision !== 'undetermined' && !blockingLayers(outcome).includes(named)
  if (named !== undefined && isClear) {
    const mended = findMending(request, evidence, rules)
    const since =
      mended === null
        ? 'it has changed since, or the refusal was of another request'
        : `it has changed since: ${mended.eventName} at ${mended.time} by ${code(mended.by)}`
    notes.push(
      disagrees(`AWS named ${named.layer.label(request, outcome.caller)}, which as read now does not deny; ${since}.`),
    )
  } else if (named?.decision === 'undetermined' && headline !== null && headline.outcome.layer !== named.layer) {
    const label = named.layer.label(request, outcome.caller)
    notes.push(disagrees(`AWS named ${label}; AWS gives one reason only, though several may deny.`))
  }
  return notes
}

const disagrees = (text: string): Note => ({ kind: 'message-disagrees', text })

const sameResource = (asked: string, said: string): boolean =>
  asked === said || said.startsWith(`${asked}/`) || asked.startsWith(`${said}/`)

const isSessionOf = (principal: string, { caller }: Outcome): boolean => {
  const [type, role] = parseArn(principal)?.resource.split('/') ?? []
  return type === 'assumed-role' && role === caller.name && accountOf(principal) === caller.account
}

/** Where the person said that it used to work, the change is told as the answer to that. */
function changeNotes({ turning, outcome, request }: NoteInput): Note[] {
  if (turning === null || blockingLayers(outcome).length === 0) return []
  if (turning.certain && request.symptoms?.includes('used-to-work')) return []
  const text = describeTurning(turning)
  return [{ kind: 'changed', text: `${text.charAt(0).toUpperCase()}${text.slice(1)}` }]
}

function describeTurning({ change, certain }: Turning): string {
  const what = `${code(change.eventName)} on ${code(change.resource)} by ${code(change.by)}`
  return certain
    ? `the request passed until ${change.time}, when ${what} changed it.`
    : `${what} at ${change.time} may have turned it; the event does not show what was there before.`
}

/** What the person said beside the error, held against the evidence. */
const symptomTexts: Readonly<Record<Symptom, (input: NoteInput) => string>> = {
  'looks-allowed': ({ outcome, headline }) => {
    const allowing = outcome.layers.filter(({ layer, decision }) => layer.part === 'caller' && decision === 'allowed')
    if (headline === null) return 'The role looks right, and nothing that was read denies the request.'
    return allowing.length > 0 && headline.outcome.layer.part !== 'caller'
      ? `The role is right as you said: its own policies allow this. What stops it is ${headline.outcome.layer.title.toLowerCase()}.`
      : 'The role looks right, but its own policies do not allow exactly this action on exactly this resource.'
  },
  'used-to-work': ({ turning, evidence }) => {
    if (turning?.certain) return `It used to work, as you said: ${describeTurning(turning)}`
    return evidence.recentChanges.kind === 'known'
      ? 'Nothing in the recent changes that were read explains why it used to work; look for a changed identity or an older change.'
      : 'Whether it used to work could not be checked: the recent changes were not read.'
  },
  'listing-works': ({ request, evidence, rules }) => {
    const { versionId: _, action: __, key: ___, source: ____, ...rest } = request
    const { decision } = decide({ ...rest, operation: 'ListObjectsV2' }, evidence, rules)
    if (decision === 'allowed')
      return 'Listing works, as you said: `s3:ListBucket` on the bucket is allowed, and the object is another resource.'
    return decision === 'undetermined'
      ? 'Whether listing works could not be told from what was read.'
      : 'As read, listing would be denied as well, unlike what was said.'
  },
  'one-environment': ({ outcome, headline }) =>
    headline?.outcome.layer.part === 'identity'
      ? 'Only one environment fails because it runs as another principal, as the caller shows.'
      : `Compare the caller of the environment that works with ${code(outcome.caller.principal)}: run \`aws sts get-caller-identity\` in both.`,
}

const symptomNotes = (input: NoteInput): Note[] =>
  (input.request.symptoms ?? []).map((symptom) => ({ kind: 'symptom', text: symptomTexts[symptom](input) }))

function callerNotes({ request, outcome, evidence, headline }: NoteInput): Note[] {
  const { principalDetails } = evidence
  const notes: Note[] = []
  if (principalDetails.kind === 'known' && !principalDetails.value.exists) {
    notes.push({
      kind: 'caller',
      text: `${code(outcome.caller.arn)} does not exist any more; a principal made anew under that name has another id.`,
    })
  }
  const other = outcome.layers.find(({ layer, findings }) => layer.part === 'identity' && findings.length > 0)
  if (other !== undefined && headline?.outcome !== other) {
    notes.push({ kind: 'caller', text: other.findings[0]?.verdict.explain() ?? '' })
  }
  if (/^(CopyObject|UploadPartCopy)$/.test(request.operation ?? '') && request.source === undefined) {
    notes.push({
      kind: 'limit',
      text: 'Where the copy reads was not said, so only its destination was looked at; the source must allow `s3:GetObject` too.',
    })
  }
  const open = openLayers(outcome)
  if (blockingLayers(outcome).length > 0 && open.length > 0) {
    notes.push({
      kind: 'limit',
      text: `Not settled, and may deny as well: ${open.map(({ layer }) => layer.title).join(', ')}.`,
    })
  }
  return notes
}
