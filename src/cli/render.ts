import type { Diagnosis, NextStep } from '../diagnosis.ts'
import { readOtherError, wordOtherError } from '../wording/other-errors.ts'
import { sayMissing } from '../wording/settle.ts'
import { listOf } from '../wording/statements.ts'

/** A diagnosis as the terminal shows it: the verdict first, then who, what, where, the next step, what was not read. */
export function renderDiagnosis(diagnosis: Diagnosis): string {
  const { request, likely, explanation, nextStep, blockedBy, openQuestions, notes, unread } = diagnosis
  const others = blockedBy.filter(({ layer }) => layer !== likely?.layer)
  return [
    `${diagnosis.headline}${likely?.certainty === 'proven' ? ' · proven' : ''}`,
    '',
    `Who     ${request.principal}`,
    `Action  ${request.action}${nameOperation(request)}`,
    `On      ${request.resource}`,
    ...(explanation === '' ? [] : [`Where   ${explanation}`]),
    ...others.map(({ title, explanation: why }) => `Also    ${title}: ${why}`),
    ...openQuestions
      .filter(({ layer }) => layer !== likely?.layer)
      .map(({ title, missing, settle }) => `Open    ${title}: ${listOf(missing.map(sayMissing))}. ${settle}`),
    ...notes.map(({ text }) => `Note    ${text}`),
    ...(nextStep === null ? [] : ['', ...renderNextStep(nextStep)]),
    ...adviceOn(diagnosis),
    ...(diagnosis.afterFix === null ? [] : [`After that: ${afterwards(diagnosis)}`]),
    ...(unread.length === 0 ? [] : ['', `Not read: ${unread.map(({ fact, why }) => `${fact} (${why})`).join(', ')}`]),
  ].join('\n')
}

/** Where it says more than the action: `s3:GetObject (HeadObject)`. */
const nameOperation = ({ action, operation }: Diagnosis['request']): string =>
  operation === undefined || action === `s3:${operation}` ? '' : ` (${operation})`

function renderNextStep({ owner, text, change, commands }: NextStep): string[] {
  return [
    `Next    for ${owner}: ${text}`,
    ...(change === null ? [] : [`${change.policy}:`, JSON.stringify(change.excerpt, null, 2)]),
    ...commands.map((command) => `  $ ${command}`),
  ]
}

function afterwards({ afterFix, stillBlockedBy, layers }: Diagnosis): string {
  if (afterFix === 'allowed') return 'allowed, as far as could be read'
  const still =
    stillBlockedBy.length === 0
      ? ''
      : ` by: ${layers
          .filter(({ layer }) => stillBlockedBy.includes(layer))
          .map(({ title }) => title)
          .join(', ')}`
  return afterFix === 'undetermined' ? 'not certain; what could not be read may still deny' : `still denied${still}`
}

/** An error that is no refusal has one thing to do, and no policy to change. */
function adviceOn({ notAuthorization }: Diagnosis): string[] {
  const error = readOtherError(notAuthorization)
  return error === null ? [] : ['', `Next    ${wordOtherError(error).next}`]
}
