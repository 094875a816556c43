import type { Ask } from '../../ask.ts'
import type { NotAuthorization } from '../../refusal/error-codes.ts'
import { wordOtherError } from '../../wording/other-errors.ts'
import type { Refusal } from '../access.ts'
import { describeAsk } from './describe.ts'
import { cut, notice } from './layout.ts'
import type { Message } from './message.ts'
import { bold, bullets, code, marked, paragraph, plain } from './rich-text.ts'

/** The message that a command posts and in whose thread the answer stands. */
export const askedMessage = (ask: Ask, askerName: string | null): Message =>
  notice(
    paragraph([
      bold('S3 denial '),
      ...describeAsk(ask),
      ...(askerName === null ? [] : [plain(` · asked by ${cut(askerName, 80)}`)]),
    ]),
  )

/** What the command takes, with examples; `reason` is why the text was none of it. */
export const usageMessage = (reason: string | null): Message =>
  notice(
    paragraph([
      ...(reason === null ? [] : [...marked(cut(reason, 500)), plain('\n')]),
      bold('s3denied'),
      plain(
        ' says which policy layer denied an S3 request, why, and the one next step. It only reads AWS. For example:',
      ),
    ]),
    bullets(
      [code('/s3denied acme-reports/2026/q3.csv as etl-runner')],
      [code('/s3denied put s3://acme-reports/2026/q3.csv as arn:aws:iam::111122223333:role/etl-runner')],
      [code('/s3denied'), plain(' and the whole error, pasted')],
      [plain('in a thread: mention me with the error, or use the message shortcut '), bold('Diagnose S3 denial')],
    ),
  )

const refusalWording = {
  'channel-not-allowed':
    'I may not answer in this channel. Whoever runs s3denied lists the channels in `S3DENIED_ALLOWED_CHANNELS`.',
  'not-in-user-group':
    'Only members of the user groups in `S3DENIED_ALLOWED_USER_GROUPS` may ask. Ask one of them, or to be added.',
  'user-groups-unreadable':
    'Slack did not say who is in the user groups that may ask, so I answer nobody. Whoever runs s3denied finds the cause in its log; user groups need the scope `usergroups:read` and a paid plan.',
  outsider: 'I answer only members of the workspace that runs me.',
} as const satisfies Record<Refusal['kind'], string>

export const refusalMessage = ({ kind }: Refusal): Message => notice(paragraph(marked(refusalWording[kind])))

/** An error of S3's that is no refusal, and what to do about it. */
export function otherErrorMessage(error: NotAuthorization): Message {
  const { finding, next } = wordOtherError(error)
  return notice(paragraph(marked(finding, { bold: true }), [bold('Next '), ...marked(next)]))
}

/** One line for a channel that another organization reads, or may read. It says nothing of any account. */
export const sharedChannelNotice: Message = notice(
  paragraph([
    plain(
      'People of another organization may read this channel, so I post no accounts or policies here. Members of this workspace: ',
    ),
    code('/s3denied'),
    plain(' shows the answer to you alone.'),
  ]),
)

export const nothingFoundMessage: Message = notice(
  paragraph([
    plain('This message shows no S3 error that I can read. Paste the whole error after '),
    code('/s3denied'),
    plain(', or ask for '),
    code('bucket/key as role'),
    plain('.'),
  ]),
)

export const moreDenialsMessage = (left: number): Message =>
  notice(
    paragraph([
      plain(`This message shows ${left} more ${left === 1 ? 'denial' : 'denials'}. Ask for each with `),
      code('/s3denied'),
      plain('.'),
    ]),
  )

/** A fault of ours that left no answer to edit. */
export const faultMessage = (id: string): Message =>
  notice(
    paragraph([
      plain(
        'A fault in s3denied itself kept it from an answer. Try again; if it stays so, send this number to whoever runs it: ',
      ),
      code(id),
      plain('.'),
    ]),
  )

export const parentGoneMessage: Message = notice(
  paragraph([plain('The message to answer was deleted meanwhile, so I took my answer back. Ask again to see it.')]),
)

const evidenceRefusalWording = {
  guest: 'Guests may not see policies. Ask a full member of this workspace.',
  outsider: 'Only members of the workspace that runs me may see policies.',
  unknown: 'Slack did not say whether you are a full member, so I show no policies. Try again; the log has the cause.',
  'too-old': 'This button comes from another version of s3denied. Ask again to see the evidence.',
} as const

export type EvidenceRefusal = keyof typeof evidenceRefusalWording

export const evidenceRefusalMessage = (why: EvidenceRefusal): Message =>
  notice(paragraph([plain(evidenceRefusalWording[why])]))
