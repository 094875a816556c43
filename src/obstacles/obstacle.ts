import type { S3Object } from '../evidence.ts'
import { type Fact, known } from '../fact.ts'
import type { Proposal, Question, World } from '../layer.ts'
import { changeSide } from '../mend/policies.ts'
import type { Truth } from '../policy/truth.ts'
import { code } from '../wording/statements.ts'

/** What stands in the way of a request that the policies allow. */
export interface Obstacle {
  readonly stands: Truth
  readonly missing: readonly string[]
  readonly sentence: string
  readonly mend: () => Proposal
}

export const arnOf = ({ bucket, key }: Question): string => code(`${bucket}/${key ?? ''}`)

/** One part of the object, as far as it is known; no object, no part. */
export function part<T>(question: Question, read: (object: S3Object) => Fact<T>): Fact<T> | null {
  const object = question.side.object
  if (object.kind !== 'known') return object
  return object.value.exists ? read(object.value) : null
}

/** The evidence with the question's object changed. */
export const changeObject = (
  evidence: World['evidence'],
  question: Question,
  change: (object: S3Object) => S3Object,
): World['evidence'] =>
  changeSide(evidence, question.side, (side) => ({
    ...side,
    object: side.object.kind === 'known' ? known(change(side.object.value)) : side.object,
  }))
