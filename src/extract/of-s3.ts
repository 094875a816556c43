import { type Event, type Told, verdictOfEvent } from './event.ts'
import type { Records } from './records.ts'

/** Whether an error happened, and is S3's. */
export function isOfS3({ event, fields }: Told, records: Records, text: string, documentSaysS3: boolean): boolean {
  const explicit = event.errors.some((error) => error.s3 === true)
  if (event.errors.some((error) => error.otherService && error.source === 'sentence')) return false
  if (!explicit && (event.foreign || event.errors.some((error) => error.otherService))) return false
  const aimed = fields.bucket !== undefined || fields.accessPoint !== undefined
  const beside = event.facts.some(
    ({ finding, sameRecord }) => finding.s3 === true && (sameRecord || finding.target !== undefined),
  )
  const structured = event.errors.some((error) => !error.loose)
  const strong = event.errors.some((error) => !error.weak && !error.loose)
  if (verdictOfEvent(event) !== 'refusal') return explicit || beside || (strong && documentSaysS3)
  if (structured && explicit) return true
  if (structured && strong) return beside || documentSaysS3 || fields.action !== undefined
  if (structured) return beside
  const asked = fields.operation !== undefined || fields.action !== undefined || fields.requestId !== undefined
  return (aimed || (asked && beside && !isQuestion(event, text))) && isNear(event, records) && !isDenied(event, text)
}

/** A person's mention counts beside what it is about: in the same record or passage. */
const isNear = (event: Event, records: Records): boolean =>
  event.facts.some(
    ({ finding, sameRecord }) =>
      (finding.target !== undefined ||
        finding.operation !== undefined ||
        finding.action !== undefined ||
        finding.requestId !== undefined) &&
      (sameRecord || Math.abs(records.passageOf(records.at(finding.at)) - records.passageOf(event.record)) <= 1),
  ) || event.errors.some((error) => error.target !== undefined)

/** `no more 403s`, `fixed the access denied`: told as over, or as not there. */
function isDenied(event: Event, text: string): boolean {
  return event.errors.every((error) => {
    const before = text.slice(Math.max(0, error.at - 50), error.at)
    const after = text.slice(error.end, error.end + 40)
    return (
      /\b(?:no longer|no more|fixed|resolved|solved|stopped|without|instead of|not getting|never got|would|if)\b[^.\n]{0,30}$/i.test(
        before,
      ) || /^[^.\n]{0,20}\b(?:is|are|was|were|got)\s(?:fixed|resolved|gone|solved)\b/i.test(after)
    )
  })
}

/** `what does access denied mean?` */
function isQuestion(event: Event, text: string): boolean {
  const at = event.errors[0]?.at ?? 0
  const end = text.indexOf('\n', at)
  return text
    .slice(at, end < 0 ? text.length : end)
    .slice(0, 400)
    .includes('?')
}
