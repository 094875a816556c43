/**
 * AWS's own sentence of refusal, taken apart for what each phrase proves.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
 */
export interface RefusalMessage {
  readonly text: string
  readonly principal?: string
  readonly action?: string
  readonly resource?: string
  readonly reason: RefusalReason | null
  /** ARN of the policy that denies, where AWS names it. */
  readonly policyArn?: string
}

/** `explicit`: a Deny matched; `implicit`: nothing in that kind of policy allows; `setting`: a switch of S3's. */
export interface RefusalReason {
  readonly kind: 'explicit' | 'implicit' | 'setting'
  /** AWS's words for the kind of policy: `identity-based policy`, `VPC endpoint policy`, … */
  readonly policyType: string
}

const policyTypes = [
  'service control policy',
  'resource control policy',
  'VPC endpoint policy',
  'resource-based policy',
  'identity-based policy',
  'permissions boundary',
  'session policy',
  'role trust policy',
] as const

const settings = ['BlockPublicAcls', 'BlockPublicPolicy'] as const

/** Reads AWS's message; what it does not hold is left out. */
export function readRefusalMessage(text: string): RefusalMessage {
  const principal = wordAfter(text, 'User: ')
  const action = wordAfter(text, 'not authorized to perform: ')
  const resource = quotedAfter(text, 'on resource: ')
  const policyArn = wordAfter(text, 'with policy ARN: ') ?? arnAfterReason(text)
  return {
    text,
    ...(principal?.startsWith('arn:') ? { principal } : {}),
    ...(action === undefined ? {} : { action }),
    ...(resource === undefined ? {} : { resource }),
    ...(policyArn === undefined ? {} : { policyArn }),
    reason: readReason(text),
  }
}

function readReason(text: string): RefusalReason | null {
  for (const policyType of policyTypes) {
    if (text.includes(`explicit deny in a ${policyType}`) || text.includes(`explicit deny in an ${policyType}`)) {
      return { kind: 'explicit', policyType }
    }
    if (text.includes(`no ${policyType} allows`)) return { kind: 'implicit', policyType }
  }
  const setting = settings.find((name) => text.includes(`${name} setting`))
  return setting === undefined ? null : { kind: 'setting', policyType: setting }
}

/** The general form of 2026 writes `in a service control policy: arn:…`. */
function arnAfterReason(text: string): string | undefined {
  const at = text.indexOf('explicit deny in a')
  return at < 0 ? undefined : /: (arn:[^\s"]+)/.exec(text.slice(at))?.[1]
}

function wordAfter(text: string, mark: string): string | undefined {
  const at = text.indexOf(mark)
  return at < 0 ? undefined : /^[^\s"]+/.exec(text.slice(at + mark.length))?.[0]
}

function quotedAfter(text: string, mark: string): string | undefined {
  const at = text.indexOf(mark)
  if (at < 0) return undefined
  const rest = text.slice(at + mark.length)
  const end = rest.startsWith('"') ? rest.indexOf('"', 1) : -1
  return end > 0 ? rest.slice(1, end) : /^[^\s"]+/.exec(rest)?.[0]
}

/** Whether AWS named a kind of policy, in either form. */
export const namesPolicyType = (message: RefusalMessage, policyType: (typeof policyTypes)[number]): boolean =>
  message.reason?.policyType === policyType

/** Whether the refused action is one of KMS's, which S3 asked for on the caller's behalf. */
export const isAboutKms = (message: RefusalMessage): boolean => message.action?.startsWith('kms:') ?? false
