import type { Ask } from '../../src/ask.ts'
import type { ReadProblem } from '../../src/diagnose.ts'
import type { NotAuthorization } from '../../src/refusal/error-codes.ts'
import {
  type Answer,
  answerMessage,
  progressMessage,
  rereadingMessage,
} from '../../src/slack/messages/answer-message.ts'
import { evidenceMessages } from '../../src/slack/messages/evidence-message.ts'
import type { Message } from '../../src/slack/messages/message.ts'
import {
  askedMessage,
  evidenceRefusalMessage,
  faultMessage,
  moreDenialsMessage,
  nothingFoundMessage,
  otherErrorMessage,
  parentGoneMessage,
  refusalMessage,
  sharedChannelNotice,
  usageMessage,
} from '../../src/slack/messages/notices.ts'
import { onlyForYou } from '../../src/slack/messages/only-you.ts'
import {
  diagnosed,
  hostile,
  hostileText,
  huge,
  likelyDeny,
  nothingDenies,
  provenDeny,
  twoBlockers,
  undetermined,
} from './samples.ts'

const now = Date.UTC(2026, 10, 25, 3, 12)

export const ask: Ask = { bucket: 'acme-reports', key: '2026/q3.csv', principal: 'etl-runner', operation: 'GetObject' }

const problems = {
  'bucket-not-said': { kind: 'bucket-not-said' },
  'key-not-said': { kind: 'key-not-said', bucket: 'acme-reports', operation: 'GetObject' },
  'principal-not-said': { kind: 'principal-not-said', bucket: 'acme-reports' },
  'no-such-bucket': { kind: 'no-such-bucket', bucket: 'acme-reprots', call: 's3:HeadBucket' },
  'bucket-not-ours': { kind: 'bucket-not-ours', bucket: 'acme-reports', accounts: ['111122223333', '444455556666'] },
  'no-such-principal': {
    kind: 'no-such-principal',
    name: 'etl-runer',
    accounts: ['111122223333'],
    call: 'iam:GetRole',
  },
  'principal-unreadable': {
    kind: 'principal-unreadable',
    name: 'etl-runner',
    accounts: ['111122223333'],
    call: 'iam:GetRole',
    errorCode: 'AccessDenied',
  },
  'access-point-unreadable': {
    kind: 'access-point-unreadable',
    accessPoint: 'arn:aws:s3:eu-west-1:444455556666:accesspoint/finance',
    call: 's3:GetAccessPoint',
    errorCode: 'AccessDenied',
  },
  'principal-ambiguous': {
    kind: 'principal-ambiguous',
    name: 'etl-runner',
    candidates: ['arn:aws:iam::111122223333:role/etl-runner', 'arn:aws:iam::444455556666:role/etl-runner'],
  },
  'account-not-allowed': { kind: 'account-not-allowed', account: '123456789012' },
  'role-refused': {
    kind: 'role-refused',
    role: 'arn:aws:iam::111122223333:role/s3denied-readonly',
    call: 'sts:AssumeRole',
    errorCode: 'AccessDenied',
  },
  'aws-unreachable': { kind: 'aws-unreachable', call: 'sts:AssumeRole', errorCode: 'TimeoutError' },
} as const satisfies { readonly [K in ReadProblem['kind']]: Extract<ReadProblem, { kind: K }> }

const otherErrors = {
  throttling: true,
  'no-such-bucket': true,
  'no-such-key': true,
  network: true,
  'wrong-region': true,
  'clock-skew': true,
  signature: true,
  'expired-token': true,
  'invalid-access-key': true,
} as const satisfies Record<NotAuthorization, true>

const answered = (answer: Answer): readonly Message[] => [answerMessage(answer, ask, now)]

/** Every message that the bot can send, each under the name of its golden file. */
export const cases: ReadonlyMap<string, readonly Message[]> = new Map([
  ['answer-proven', answered(diagnosed(provenDeny))],
  ['answer-two-blockers', answered(diagnosed(twoBlockers))],
  ['answer-likely', answered(diagnosed(likelyDeny))],
  ['answer-undetermined', answered(diagnosed(undetermined))],
  ['answer-nothing-denies', answered(diagnosed(nothingDenies))],
  ['answer-other-error', answered(diagnosed({ ...nothingDenies, notAuthorization: 'throttling' }))],
  ['answer-huge', answered(diagnosed(huge))],
  ['answer-hostile', answered(diagnosed(hostile))],
  ['answer-deadline', answered({ kind: 'deadline', seconds: 12 })],
  ['answer-failed', answered({ kind: 'failed', id: '0b1f4c6e' })],
  ['answer-interrupted', answered({ kind: 'interrupted' })],
  ...Object.values(problems).map((problem): [string, readonly Message[]] => [
    `problem-${problem.kind}`,
    answered({ kind: 'problem', problem }),
  ]),
  ...Object.keys(otherErrors).map((error): [string, readonly Message[]] => [
    `other-${error}`,
    isOther(error) ? [otherErrorMessage(error)] : [],
  ]),
  ['evidence', evidenceMessages(diagnosed(twoBlockers), now)],
  ['evidence-huge', evidenceMessages(diagnosed(huge), now)],
  ['evidence-hostile', evidenceMessages(diagnosed(hostile), now)],
  ['progress', [progressMessage(ask), rereadingMessage(ask), progressMessage({})]],
  ['asked', [askedMessage(ask, 'anna'), askedMessage({ bucket: hostileText, principal: hostileText }, hostileText)]],
  ['usage', [usageMessage(null), usageMessage('`nonsense` names no bucket')]],
  [
    'refusals',
    [
      refusalMessage({ kind: 'channel-not-allowed' }),
      refusalMessage({ kind: 'not-in-user-group' }),
      refusalMessage({ kind: 'user-groups-unreadable' }),
      refusalMessage({ kind: 'outsider' }),
      evidenceRefusalMessage('guest'),
      evidenceRefusalMessage('outsider'),
      evidenceRefusalMessage('unknown'),
      evidenceRefusalMessage('too-old'),
    ],
  ],
  [
    'notices',
    [
      sharedChannelNotice,
      nothingFoundMessage,
      moreDenialsMessage(1),
      moreDenialsMessage(4),
      faultMessage('0b1f4c6e'),
      parentGoneMessage,
      onlyForYou(answerMessage({ kind: 'deadline', seconds: 12 }, ask, now)),
    ],
  ],
])

function isOther(text: string): text is NotAuthorization {
  return text in otherErrors
}
