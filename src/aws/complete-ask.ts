import type { Ask } from '../ask.ts'
import { levelOf } from '../decide/operations.ts'
import type { DiagnosisRequest } from '../request.ts'

export interface Completed {
  readonly request: DiagnosisRequest
  readonly assumptions: readonly string[]
}

/** The request that is meant; what the ask leaves open is filled by the commonest reading, which is said. */
export function completeAsk(ask: Ask, principal: string, bucket: string, accessPoint: string | undefined): Completed {
  const { requestId, region, kmsKeyArn, operation: saidOperation, ...said } = ask
  const operation = saidOperation ?? operationBehind(ask)
  const given = operation ?? ask.action
  const byDefault = ask.key === undefined ? 'ListObjectsV2' : 'GetObject'
  const request: DiagnosisRequest = {
    ...said,
    ...(operation === undefined ? {} : { operation }),
    ...(given === undefined ? { operation: byDefault } : {}),
    ...(accessPoint === undefined ? {} : { accessPoint }),
    principal,
    bucket,
  }
  return {
    request,
    assumptions: given === undefined ? [`read as ${byDefault}, since no operation was said`] : [],
  }
}

/** A KMS action is S3's own call; what the caller asked of S3 is the operation behind it. */
function operationBehind({ action, key }: Ask): string | undefined {
  if (key === undefined || !action?.startsWith('kms:')) return undefined
  return action === 'kms:Decrypt' ? 'GetObject' : 'PutObject'
}

/** Whether the request is about an object and does not say which. */
export const lacksKey = (request: DiagnosisRequest): boolean =>
  request.key === undefined && levelOf(request) === 'object'
