import { evaluatePolicies, type PolicyOutcome } from '../../src/policy/evaluate.ts'
import type { Truth } from '../../src/policy/truth.ts'
import { compile, type Open, toQuery } from '../oracle/bridge.ts'
import type { PlainRequest } from '../oracle/request.ts'

/** A plain question that the tables change one thing of. */
export const question: PlainRequest = {
  principal: 'arn:aws:iam::111122223333:user/mira',
  path: '/',
  boundary: false,
  federatedBy: null,
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::acme-reports/2026/q3.csv',
  context: {},
  notPrincipal: 'any named',
}

type Json = Readonly<Record<string, unknown>>

/** A policy of one statement that allows everything but for what is given. */
export const policyOf = (statement: Json, version: string | null = '2012-10-17'): Json => ({
  ...(version === null ? {} : { Version: version }),
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...statement }],
})

/** What the engine says of one statement. */
export const outcomeOf = (policy: unknown, request: Partial<PlainRequest> = {}, open?: Open): PolicyOutcome =>
  evaluatePolicies(compile([policy]), toQuery({ ...question, ...request }, open))

/** Whether one statement applies; it may allow or deny. */
export function applies(statement: Json, request: Partial<PlainRequest> = {}, open?: Open): Truth {
  const { allows, denies } = outcomeOf(policyOf(statement), request, open)
  return statement.Effect === 'Deny' ? denies : allows
}
