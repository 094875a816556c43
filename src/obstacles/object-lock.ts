import { describeMissing, known } from '../fact.ts'
import type { Proposal, Question, World } from '../layer.ts'
import { type Truth, truthOf } from '../policy/truth.ts'
import { advice, nameAccount } from '../policy-layer.ts'
import { shell } from '../wording/shell.ts'
import { code } from '../wording/statements.ts'
import { arnOf, changeObject, type Obstacle, part } from './obstacle.ts'

/**
 * A lock holds a version; a plain delete only lays a marker over it. Whether the retention is over is for the request's
 * time to say; one that was read is taken to be in force.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
 */
export function locked(question: Question, { request }: World): Obstacle | null {
  if (question.action !== 's3:DeleteObjectVersion' || question.versionId === undefined) return null
  const legalHold = part(question, (object) => object.legalHold)
  const retention = part(question, (object) => object.retention)
  if (legalHold === null || retention === null) return null
  const missing = [legalHold, retention].filter((fact) => fact.kind !== 'known').map(describeMissing)
  const held: Truth = legalHold.kind === 'known' ? truthOf(legalHold.value) : 'maybe'
  if (held === 'yes') {
    return {
      stands: 'yes',
      missing: [],
      sentence: `The version of ${arnOf(question)} is under a legal hold, which no bypass lifts.`,
      mend: () =>
        advice({
          owner: 'whoever set the legal hold',
          text: 'Release the hold if it may end; until then nobody can delete this version.',
          commands: [
            shell`aws s3api put-object-legal-hold --legal-hold Status=OFF --bucket ${question.bucket} --key ${question.key ?? ''} --version-id ${question.versionId ?? ''}`,
          ],
          apply: (evidence) => changeObject(evidence, question, (object) => ({ ...object, legalHold: known(false) })),
        }),
    }
  }
  if (retention.kind !== 'known' || held === 'maybe')
    return {
      stands: 'maybe',
      missing,
      sentence: `The version of ${arnOf(question)} may be locked.`,
      mend: () => askForLock(question),
    }
  return retention.value === null ? null : retained(question, request, retention.value)
}

const askForLock = ({ bucket, key, versionId, side }: Question): Proposal =>
  advice({
    owner: `bucket owner (${nameAccount(side.bucketAccount)})`,
    text: 'Say whether this version is under a legal hold or a retention.',
    commands: [
      shell`aws s3api get-object-legal-hold --bucket ${bucket} --key ${key ?? ''} --version-id ${versionId ?? ''}`,
      shell`aws s3api get-object-retention --bucket ${bucket} --key ${key ?? ''} --version-id ${versionId ?? ''}`,
    ],
  })

function retained(
  question: Question,
  request: World['request'],
  { mode, retainUntil }: { mode: string; retainUntil: string },
): Obstacle | null {
  const now = question.context('aws:currenttime')
  const over = now.kind === 'values' && Date.parse(now.values[0] ?? '') >= Date.parse(retainUntil)
  const bypassed = mode === 'GOVERNANCE' && (request.parameters?.bypassGovernanceRetention ?? false)
  if (over || bypassed) return null
  return {
    stands: 'yes',
    missing: [],
    sentence: `The version of ${arnOf(question)} is locked in ${code(mode)} mode until ${code(retainUntil)}.`,
    mend: () =>
      mode === 'GOVERNANCE'
        ? advice({
            owner: 'whoever makes the request',
            text: 'Wait until the retention ends; or, if this delete is meant, send `--bypass-governance-retention`, which needs `s3:BypassGovernanceRetention`.',
            request: { ...request, parameters: { ...request.parameters, bypassGovernanceRetention: true } },
          })
        : advice({
            owner: 'whoever makes the request',
            text: `Wait until ${retainUntil}: nobody can shorten a retention in compliance mode, the root user included.`,
          }),
  }
}
