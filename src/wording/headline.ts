import type { Outcome } from '../decide/decide.ts'
import { type Headline, mainFinding } from '../decide/verdict.ts'
import type { DiagnosisRequest } from '../request.ts'
import { code } from './statements.ts'

/** The verdict in one line, which a person can act on without reading further. */
export function writeHeadline(
  headline: Headline | null,
  outcome: Outcome,
  request: DiagnosisRequest,
  notAuthorization: string | null,
): string {
  if (notAuthorization !== null)
    return `No policy denies this: ${/[A-Z]/.test(notAuthorization) ? code(notAuthorization) : notAuthorization.replaceAll('-', ' ')}`
  if (headline === null) return 'Nothing that was read denies this request'
  const { layer, decision } = headline.outcome
  const label = layer.label(request, outcome.caller)
  if (headline.certainty === 'likely') return `Likely denied by ${label}`
  if (headline.certainty === 'possible') return `Could not tell: possibly ${label}`
  if (layer.part === 'identity') return `Wrong caller: ${label} made the call`
  if (decision === 'implicitDeny')
    return layer.cause === 'not-a-policy' ? `Refused because of ${label}` : `Not allowed by ${label}`
  const [statement] = mainFinding(headline.outcome)?.verdict.decidedBy ?? []
  if (statement === undefined) return `Denied by ${label}`
  return `Denied by ${label}, ${statement.sid === undefined ? `statement ${statement.index}` : `statement ${code(statement.sid)}`}`
}
