import { describeMissing } from '../fact.ts'
import type { Question, World } from '../layer.ts'
import { and, type Truth, truthOf } from '../policy/truth.ts'
import { advice, nameAccount } from '../policy-layer.ts'
import { code } from '../wording/statements.ts'
import type { Obstacle } from './obstacle.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html */
export function requesterPays(question: Question, { caller, request }: World): Obstacle | null {
  const { requestPayer, bucketAccount } = question.side
  if (caller.kind === 'service' || (request.parameters?.requestPayer && caller.kind !== 'anonymous')) return null
  const outside: Truth = bucketAccount.kind === 'known' ? truthOf(bucketAccount.value !== caller.account) : 'maybe'
  const wanted: Truth = requestPayer.kind === 'known' ? truthOf(requestPayer.value === 'Requester') : 'maybe'
  return {
    stands: and(outside, wanted),
    missing: [requestPayer, bucketAccount].filter((fact) => fact.kind !== 'known').map(describeMissing),
    sentence: `Bucket ${code(question.bucket)} wants the requester to pay, and the request does not agree to that.`,
    mend: () =>
      caller.kind === 'anonymous'
        ? advice({ owner: 'whoever makes the request', text: 'Sign the request: an unsigned one cannot pay.' })
        : advice({
            owner: 'whoever makes the request',
            text: `Send \`x-amz-request-payer: requester\` (\`--request-payer requester\`); account ${caller.account ?? ''} then pays. The owner (${nameAccount(bucketAccount)}) need not.`,
            confidence: 'exact',
            request: { ...request, parameters: { ...request.parameters, requestPayer: true } },
          }),
  }
}
