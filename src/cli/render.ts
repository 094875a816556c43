import type { Diagnosis, NextStep } from '../diagnosis.ts'

/** A diagnosis as the terminal shows it: the verdict first, then who, what, where, the next step, what was not read. */
export function renderDiagnosis(diagnosis: Diagnosis): string {
  const { request, likely, explanation, nextStep, blockedBy, openQuestions, notes, unread } = diagnosis
  const others = blockedBy.filter(({ layer }) => layer !== likely?.layer)
  return [
    `${diagnosis.headline}${likely === null ? '' : ` · ${likely.certainty}`}`,
    '',
    `Who     ${request.principal}`,
    `Action  ${request.action}${request.operation === undefined ? '' : ` (${request.operation})`}`,
    `On      ${request.resource}`,
    ...(explanation === '' ? [] : [`Where   ${explanation}`]),
    ...others.map(({ title, explanation: why }) => `Also    ${title}: ${why}`),
    ...openQuestions
      .filter(({ layer }) => layer !== likely?.layer)
      .map(({ title, missing, settle }) => `Open    ${title}: ${missing.join('; ')}. ${settle}`),
    ...notes.map(({ text }) => `Note    ${text}`),
    ...(nextStep === null ? [] : ['', ...renderNextStep(nextStep)]),
    ...(diagnosis.afterFix === null ? [] : [`After that: ${afterwards(diagnosis)}`]),
    ...(unread.length === 0 ? [] : ['', `Not read: ${unread.map(({ fact, why }) => `${fact} (${why})`).join(', ')}`]),
  ].join('\n')
}

function renderNextStep({ owner, text, change, commands }: NextStep): string[] {
  return [
    `Next    for ${owner}: ${text}`,
    ...(change === null ? [] : [`${change.policy}:`, JSON.stringify(change.excerpt, null, 2)]),
    ...commands.map((command) => `  $ ${command}`),
  ]
}

function afterwards({ afterFix, stillBlockedBy }: Diagnosis): string {
  if (afterFix === 'allowed') return 'allowed, as far as what was read can tell'
  const still = stillBlockedBy.length === 0 ? '' : ` by ${stillBlockedBy.join(', ')}`
  return afterFix === 'undetermined' ? 'not certain; what could not be read may still deny' : `still denied${still}`
}
