import type { KmsKey } from '../evidence.ts'
import { describeMissing, known } from '../fact.ts'
import { grantsTo } from '../grants/kms-grants.ts'
import { defineLayer, type PartialVerdict, type Proposal, type Question, verdict, type World } from '../layer.ts'
import { exceptCaller } from '../mend/except-caller.ts'
import { allowPrincipal } from '../mend/grant.ts'
import { addStatement, changeSide, type Edit } from '../mend/policies.ts'
import { type PolicyOutcome, silence, unreadPolicies } from '../policy/evaluate.ts'
import { or, truthOf } from '../policy/truth.ts'
import { advice, askPolicies, policyVerdict } from '../policy-layer.ts'
import { isAboutKms } from '../refusal/refusal-message.ts'
import { shell } from '../wording/shell.ts'
import { code } from '../wording/statements.ts'

/**
 * The key under which S3 encrypts: its state, its policy and grants. A key policy must let the caller in, in the same
 * account too; what IAM says counts only as far as it delegates to the account. Every refusal of a KMS action, by IAM or
 * an SCP as well, is this layer's.
 */
export const kmsKey = defineLayer({
  name: 'kms-key',
  title: 'KMS key',
  label: () => 'the KMS key of the object',
  docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html',
  part: 'guard',
  owns: 'kms',
  cause: 'related-permission',
  isNamedBy: (message) =>
    isAboutKms(message) ||
    /ciphertext refers to a customer master key|KMS\.(Disabled|KMSInvalidState|NotFound)/i.test(message.text),
  settle: (missing) =>
    missing.some((one) => one.startsWith('kms:'))
      ? 'Let s3denied’s role call `kms:DescribeKey`, `kms:GetKeyPolicy` and `kms:ListGrants` in the key’s account, or ask the key’s owner.'
      : 'Say under which key the object is encrypted; `aws s3api head-object` shows it to whoever may read the object.',
  evaluate: (question, world) => {
    if (question.of !== 'kms' || question.kmsKey === null) return null
    const { kmsKey: fact } = question
    if (fact.kind !== 'known') {
      const outcome = unreadPolicies(describeMissing(fact))
      return verdict({
        ...policyVerdict(outcome, question, 'The key policy'),
        allows: 'maybe',
        grant: outcome.reach,
        exclusive: 'yes',
        answers: 'yes',
        nextStep: () =>
          advice({
            owner: 'key owner',
            text: 'Say which key it is, and whether its policy lets this principal use it.',
          }),
      })
    }
    return verdict(judge(fact.value, question, world))
  },
})

function judge(key: KmsKey, question: Question, world: World): PartialVerdict {
  const outcome = askKeyPolicy(key, question, world)
  const grants = grantsTo(key, question, world.caller)
  const enabled = key.state.kind === 'known' ? truthOf(key.state.value === 'Enabled') : 'maybe'
  const shared = policyVerdict(outcome, question, `The policy of KMS key ${code(key.arn)}`)
  const unanswered = outcome.reach.self !== 'yes' && grants === 'maybe'
  return {
    ...shared,
    allows: enabled,
    grant: { ...outcome.reach, self: or(outcome.reach.self, grants) },
    exclusive: 'yes',
    answers: 'yes',
    missing: [
      ...shared.missing,
      ...(key.state.kind === 'known' ? [] : [describeMissing(key.state)]),
      ...(unanswered && key.grants.kind !== 'known' ? [describeMissing(key.grants)] : []),
    ],
    explain: () => (enabled === 'no' ? stateSentence(key) : shared.explain()),
    nextStep: () => (enabled === 'no' ? enableKey(key, question) : mend(key, question, world, outcome)),
  }
}

/** aws/s3 serves everyone in its account who comes through S3, and nobody else; its policy cannot be edited. */
function askKeyPolicy(key: KmsKey, question: Question, world: World): PolicyOutcome {
  if (key.manager === 'AWS' && key.policy.document.kind !== 'known') {
    const own = truthOf(world.caller.account === key.account)
    return { ...silence, allows: own, reach: { self: own, role: 'no', account: 'no' } }
  }
  return askPolicies(known([key.policy]), question, world)
}

const stateOf = ({ state }: KmsKey): string => (state.kind === 'known' ? state.value : 'not known')

const stateSentence = (key: KmsKey): string =>
  `KMS key ${code(key.arn)} is in state ${code(stateOf(key))} and can be used by nobody, whatever the policies say.`

const ownerOf = (key: KmsKey): string => `key owner (${key.account})`

function enableKey(key: KmsKey, { side }: Question): Proposal {
  const commands = [
    ...(stateOf(key) === 'PendingDeletion' ? [shell`aws kms cancel-key-deletion --key-id ${key.arn}`] : []),
    shell`aws kms enable-key --key-id ${key.arn}`,
  ]
  return advice({
    owner: ownerOf(key),
    text: 'Find out why the key was taken out of use; if that was not meant, enable it again.',
    commands,
    change: {
      policy: `state of ${key.arn}`,
      before: { KeyState: stateOf(key) },
      after: { KeyState: 'Enabled' },
      excerpt: { KeyState: 'Enabled' },
    },
    confidence: 'maybe',
    apply: (evidence) =>
      changeSide(evidence, side, (before) => ({ ...before, kmsKey: known({ ...key, state: known('Enabled') }) })),
  })
}

function mend(key: KmsKey, question: Question, { caller }: World, outcome: PolicyOutcome): Proposal {
  const owner = ownerOf(key)
  if (key.manager === 'AWS') {
    return advice({
      owner: 'owner of the object',
      text: 'Encrypt the object under a customer managed key: `aws/s3` never serves another account, and its policy cannot be changed.',
    })
  }
  if (key.policy.document.kind !== 'known') {
    return advice({
      owner,
      text: 'Show the key policy, and say whether it lets this principal use the key.',
      commands: [shell`aws kms get-key-policy --key-id ${key.arn} --policy-name default`],
    })
  }
  const statement = allowPrincipal(question, caller)
  const edit: Edit | null =
    outcome.denying.length > 0
      ? exceptCaller(key.policy, outcome.denying, caller)
      : statement === null
        ? null
        : addStatement(key.policy, key.policy.name, { ...statement, Resource: '*' })
  if (edit === null) return advice({ owner, text: 'Sign the request: S3 lets nobody unsigned use a KMS key.' })
  return advice({
    owner,
    text:
      outcome.denying.length > 0
        ? 'If this access is meant, except this principal from the denying statement of the key policy.'
        : 'Add this statement to the key policy; in a key policy `"Resource": "*"` means this key alone.',
    commands: [
      shell`aws s3api head-object --bucket ${question.bucket} --key ${question.key ?? ''}`,
      shell`aws kms put-key-policy --key-id ${key.arn} --policy-name default --policy file://policy.json`,
    ],
    change: edit.change,
    confidence: 'exact',
    apply: (evidence) =>
      changeSide(evidence, question.side, (side) => ({ ...side, kmsKey: known({ ...key, policy: edit.source }) })),
  })
}
