import { defineLayer, type Question, verdict, type World } from '../layer.ts'
import { archived } from '../obstacles/archived-object.ts'
import { blockedUpload, customerKey } from '../obstacles/customer-key.ts'
import { missingObject } from '../obstacles/missing-object.ts'
import { locked } from '../obstacles/object-lock.ts'
import type { Obstacle } from '../obstacles/obstacle.ts'
import { requesterPays } from '../obstacles/requester-pays.ts'
import { not } from '../policy/truth.ts'
import { isAboutKms } from '../refusal/refusal-message.ts'

/** In the order in which they are told. */
const obstacles: readonly ((question: Question, world: World) => Obstacle | null)[] = [
  missingObject,
  archived,
  customerKey,
  locked,
  blockedUpload,
  requesterPays,
]

/**
 * Refusals that are no policy's: the object is missing and the caller may not list, is archived, is locked, was
 * encrypted with a customer's key; the bucket blocks such uploads, or wants the requester to pay.
 */
export const objectState = defineLayer({
  name: 'object-state',
  title: 'Object and bucket state',
  label: () => 'the state of the object or bucket',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html',
  part: 'guard',
  asksAgain: true,
  cause: 'not-a-policy',
  isNamedBy: (message, request) =>
    /object protected by object lock|customer-provided key|InvalidObjectState|storage class/i.test(message.text) ||
    (message.action === 's3:ListBucket' && request.key !== undefined && !isAboutKms(message)),
  settle: () =>
    'Say whether the object exists and how it is stored; `aws s3api head-object` tells whoever may read it.',
  evaluate: (question, world) => {
    if (question.of !== 'bucket' || question.level === 'account') return null
    const standing = obstacles.flatMap((look) => {
      const obstacle = look(question, world)
      return obstacle === null || obstacle.stands === 'no' ? [] : [obstacle]
    })
    const shown = standing.find(({ stands }) => stands === 'yes') ?? standing[0]
    if (shown === undefined) return null
    return verdict({
      allows: not(shown.stands),
      missing: standing.flatMap(({ stands, missing }) => (stands === 'maybe' ? missing : [])),
      explain: () => shown.sentence,
      nextStep: shown.mend,
    })
  },
})
