import { describeMissing, known } from '../fact.ts'
import { isPublicGrantIgnored } from '../grants/acl.ts'
import { defineLayer, type Proposal, perhaps, type Question, verdict, type World } from '../layer.ts'
import { exceptCaller } from '../mend/except-caller.ts'
import { allowPrincipal } from '../mend/grant.ts'
import { addStatement, changeSide, replaceStatement } from '../mend/policies.ts'
import { mendRequest } from '../mend/request.ts'
import type { PolicyOutcome } from '../policy/evaluate.ts'
import { not, type Truth, truthOf } from '../policy/truth.ts'
import { advice, askPolicies, asList, nameAccount, policyVerdict } from '../policy-layer.ts'
import { isAboutKms, namesPolicyType } from '../refusal/refusal-message.ts'
import { shell } from '../wording/shell.ts'
import { nearest } from '../wording/statements.ts'

/** Denies whom it names; grants in its own account by itself, and to other accounts together with theirs. */
export const bucketPolicy = defineLayer({
  name: 'bucket-policy',
  title: 'Bucket policy',
  label: ({ bucket }) => `the bucket policy of \`${bucket}\``,
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html',
  part: 'guard',
  isNamedBy: (message) =>
    namesPolicyType(message, 'resource-based policy') &&
    !isAboutKms(message) &&
    !(message.resource?.includes(':accesspoint/') ?? false),
  settle: () =>
    'Let s3denied’s role call `s3:GetBucketPolicy` in the bucket’s account, or ask the bucket’s owner for its policy.',
  evaluate: (question, world) => {
    if (question.of !== 'bucket' || question.level === 'account') return null
    const spared = isOwnersEmergency(question, world)
    if (spared === 'yes') return null
    const outcome = askPolicies(asList(question.side.bucketPolicy), question, world)
    const said = verdict({
      ...policyVerdict(outcome, question, `The bucket policy of \`${question.bucket}\``),
      grant: outcome.reach,
      answers: not(isPublicGrantIgnored(question, world)),
      nextStep: () => mend(question, world, outcome),
    })
    const { resourceAccount } = question
    return spared === 'no' || resourceAccount.kind === 'known'
      ? said
      : perhaps(said, [describeMissing(resourceAccount)])
  },
})

/**
 * The root user of the bucket's account may always read, replace and delete the policy, whatever it denies.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
 */
function isOwnersEmergency({ action, resourceAccount }: Question, { caller }: World): Truth {
  if (caller.kind !== 'root' || !/^s3:(Get|Put|Delete)BucketPolicy$/.test(action)) return 'no'
  return resourceAccount.kind === 'known' ? truthOf(resourceAccount.value === caller.account) : 'maybe'
}

function mend(question: Question, world: World, outcome: PolicyOutcome): Proposal {
  const byRequest = mendRequest(outcome.denying, question, world)
  if (byRequest !== null) return byRequest
  const { side, bucket } = question
  const owner = `bucket owner (${nameAccount(side.bucketAccount)})`
  const commands = [shell`aws s3api put-bucket-policy --bucket ${bucket} --policy file://policy.json`]
  const edit = editPolicy(question, world, outcome)
  if (edit === null) return describeWithoutEdit(question, world, owner)
  return advice({
    owner,
    text: edit.text,
    commands,
    change: edit.change,
    confidence: 'exact',
    apply: (evidence) => changeSide(evidence, side, (before) => ({ ...before, bucketPolicy: known(edit.source) })),
  })
}

function editPolicy(question: Question, world: World, outcome: PolicyOutcome) {
  const { bucketPolicy: fact } = question.side
  if (fact.kind !== 'known') return null
  const source = fact.value
  if (outcome.denying.length > 0 && source !== null) {
    const edit = exceptCaller(source, outcome.denying, world.caller)
    return (
      edit && {
        ...edit,
        text: 'If this access is meant, except this principal from the denying statement; it keeps denying everybody else.',
      }
    )
  }
  const orphan = source === null ? null : replaceOrphan(question, world, outcome)
  if (orphan !== null) return orphan
  const statement = allowPrincipal(question, world.caller)
  if (statement === null) return null
  const edit = addStatement(source, `${question.bucket} bucket policy`, statement)
  return edit && { ...edit, text: 'Add this statement to the bucket policy.' }
}

/** A statement that names a deleted principal by its unique id is saved again with the ARN of the one that now exists. */
function replaceOrphan(question: Question, { caller }: World, outcome: PolicyOutcome) {
  const match = nearest(outcome)
  const { bucketPolicy: fact } = question.side
  if (match?.failed !== 'principal' || fact.kind !== 'known' || fact.value === null) return null
  const values = match.statement.principal?.entries.filter(({ type }) => type === 'AWS').map(({ value }) => value) ?? []
  if (caller.account === null || !values.some((value) => /^A[A-Z]{3}[A-Z0-9]+$/.test(value))) return null
  const kept = values.filter((value) => !/^A[A-Z]{3}[A-Z0-9]+$/.test(value))
  const principal = kept.length === 0 ? { AWS: caller.arn } : { AWS: [...kept, caller.arn] }
  return {
    ...replaceStatement(fact.value, match.statement.index, { ...match.statement.raw, Principal: principal }),
    text: 'Save the statement again with the ARN of the principal that exists now in place of the orphaned id.',
  }
}

function describeWithoutEdit({ bucket, side }: Question, { caller }: World, owner: string): Proposal {
  const { bucketPolicy: fact } = side
  if (fact.kind !== 'known' || (fact.value !== null && fact.value.document.kind !== 'known')) {
    return advice({
      owner,
      text: 'Show the bucket policy, and say whether it lets this principal in.',
      commands: [shell`aws s3api get-bucket-policy --bucket ${bucket}`],
    })
  }
  return caller.kind === 'anonymous'
    ? advice({
        owner: 'whoever makes the request',
        text: 'Sign the request: an unsigned one has no principal that a policy could grant anything to without making it public.',
        commands: ['aws sts get-caller-identity'],
      })
    : advice({ owner, text: 'Narrow the denying statement so that it spares this caller.' })
}
