import { describeMissing } from '../fact.ts'
import type { Question, World } from '../layer.ts'
import { and, not, type Truth } from '../policy/truth.ts'
import { advice } from '../policy-layer.ts'
import { shell } from '../wording/shell.ts'
import { arnOf, type Obstacle } from './obstacle.ts'

const isNeeded = (action: string): boolean =>
  !/^s3:(PutObject|AbortMultipartUpload|ListMultipartUploadParts|DeleteObject(Version)?|BypassGovernanceRetention)$/.test(
    action,
  )

const mayList = 'whether the caller may list the bucket (`s3:ListBucket`)'

/** 404 with s3:ListBucket, 403 without. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export function missingObject(question: Question, world: World): Obstacle | null {
  if (question.level !== 'object' || !isNeeded(question.action)) return null
  const object = question.side.object
  if (object.kind === 'known' && object.value.exists) return null
  const missing: Truth = object.kind === 'known' ? 'yes' : 'maybe'
  const stands = and(missing, not(world.ask('s3:ListBucket', question)))
  return {
    stands,
    missing: object.kind === 'known' ? [mayList] : [describeMissing(object)],
    sentence: `There is no object ${arnOf(question)}, and S3 answers 403 instead of 404 to whoever may not list the bucket.`,
    mend: () =>
      advice({
        owner: 'whoever makes the request',
        text: 'Check the key, its case, its prefix and its encoding; with `s3:ListBucket` on the bucket the answer would be a plain 404.',
        commands: [
          shell`aws s3api head-object --bucket ${question.bucket} --key ${question.key ?? ''}`,
          shell`aws s3api list-objects-v2 --bucket ${question.bucket} --prefix ${question.key ?? ''} --max-keys 5`,
        ],
      }),
  }
}
