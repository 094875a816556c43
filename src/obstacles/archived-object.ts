import { describeMissing, known } from '../fact.ts'
import type { Question, World } from '../layer.ts'
import { and, not, type Truth, truthOf } from '../policy/truth.ts'
import { advice } from '../policy-layer.ts'
import { shell } from '../wording/shell.ts'
import { code } from '../wording/statements.ts'
import { arnOf, changeObject, type Obstacle, part } from './obstacle.ts'

const archives = new Set(['GLACIER', 'DEEP_ARCHIVE'])

/** GLACIER_IR can be read at once. https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html */
export function archived(question: Question, { request }: World): Obstacle | null {
  const reads =
    /^s3:GetObject(Version)?$/.test(question.action) &&
    !/^(HeadObject|GetObjectAttributes)$/.test(request.operation ?? '')
  const storageClass = reads ? part(question, (object) => object.storageClass) : null
  const restored = reads ? part(question, (object) => object.restored) : null
  if (storageClass === null || restored === null) return null
  const inArchive: Truth = storageClass.kind === 'known' ? truthOf(archives.has(storageClass.value)) : 'maybe'
  const open: Truth = restored.kind === 'known' ? truthOf(restored.value) : 'maybe'
  return {
    stands: and(inArchive, not(open)),
    missing: [storageClass, restored].filter((fact) => fact.kind !== 'known').map(describeMissing),
    sentence: `${arnOf(question)} is in storage class ${code(storageClass.kind === 'known' ? storageClass.value : 'not known')} and has not been restored.`,
    mend: () =>
      advice({
        owner: 'whoever may restore it (`s3:RestoreObject`)',
        text: 'Restore the object and read it when the restore is done; this takes minutes to days, by tier.',
        commands: [
          shell`aws s3api restore-object --bucket ${question.bucket} --key ${question.key ?? ''} --restore-request Days=7`,
        ],
        confidence: 'exact',
        apply: (evidence) => changeObject(evidence, question, (object) => ({ ...object, restored: known(true) })),
      }),
  }
}
