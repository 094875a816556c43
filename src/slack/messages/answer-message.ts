import type { Ask } from '../../ask.ts'
import type { Outcome } from '../../diagnose.ts'
import { type Wording, wordProblem } from '../../wording/problems.ts'
import { writeAsk } from './ask-value.ts'
import { describeAsk, describeTime } from './describe.ts'
import { diagnosisMessage } from './diagnosis-message.ts'
import { card, cut, notice } from './layout.ts'
import type { Message } from './message.ts'
import { bold, marked, paragraph, plain } from './rich-text.ts'

/** How an ask ended: a diagnosis, a problem, no answer in time, or a fault of ours, which the log has under `id`. */
export type Answer =
  | Outcome
  | { readonly kind: 'deadline'; readonly seconds: number }
  | { readonly kind: 'failed'; readonly id: string }
  /** The process stopped before the answer was there. */
  | { readonly kind: 'interrupted' }

/** What is posted while AWS is read; the answer is edited into its place. */
export const progressMessage = (ask: Ask): Message =>
  notice(paragraph([plain('Reading AWS: '), ...describeAsk(ask), plain(' …')]))

/** What stands in an answer's place while it is read anew: the same blocks, for chat.update takes no others. */
export const rereadingMessage = (ask: Ask): Message => {
  const value = writeAsk(ask)
  return card({
    verdict: [paragraph([plain('Reading AWS again: '), ...describeAsk(ask), plain(' …')])],
    next: [paragraph([plain(' ')])],
    footer: 'The answer that stood here comes back as it is now',
    buttons: value === null ? null : { value, evidence: true },
  })
}

export function answerMessage(answer: Answer, ask: Ask, now: number): Message {
  switch (answer.kind) {
    case 'diagnosis':
      return diagnosisMessage(answer, ask, now)
    case 'problem':
      return withoutDiagnosis(wordProblem(answer.problem), ask, now)
    case 'deadline':
      return withoutDiagnosis(
        {
          finding: `AWS did not answer within ${answer.seconds} seconds, so nothing was concluded`,
          next: 'Press Check again. If it stays so, look at the AWS Health Dashboard and at s3denied’s way to AWS’s endpoints.',
        },
        ask,
        now,
      )
    case 'failed':
      return withoutDiagnosis(
        {
          finding: 'A fault in s3denied itself kept it from an answer, so nothing was concluded',
          next: `Press Check again. If it stays so, send this number to whoever runs s3denied; its log has the cause: \`${answer.id}\`.`,
        },
        ask,
        now,
      )
    case 'interrupted':
      return withoutDiagnosis(
        { finding: 's3denied was restarted while it read AWS, so nothing was concluded', next: 'Press Check again.' },
        ask,
        now,
      )
  }
}

function withoutDiagnosis({ finding, next }: Wording, ask: Ask, now: number): Message {
  const value = writeAsk(ask)
  return card({
    verdict: [paragraph(marked(cut(finding, 1_500), { bold: true }), [bold('Asked '), ...describeAsk(ask)])],
    next: [paragraph([bold('Next '), ...marked(cut(next, 1_500))])],
    footer: `No policy was judged · ${describeTime(now)}`,
    buttons: value === null ? null : { value, evidence: false },
  })
}
