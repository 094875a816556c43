import type { ReadProblem } from '../read-problem.ts'

/** What to say where nothing could be diagnosed: the finding, then the one thing to do. Identifiers in backticks. */
export interface Wording {
  readonly finding: string
  readonly next: string
}

type Kind = ReadProblem['kind']
type Of<K extends Kind> = Extract<ReadProblem, { kind: K }>

const accountsOf = (accounts: readonly string[]): string =>
  accounts.length === 0 ? 'no account' : accounts.map((account) => `\`${account}\``).join(', ')

/** Codes by which STS refuses the caller's own credentials, before it looks at any role. */
const ownCredentialFaults = new Set([
  'InvalidClientTokenId',
  'ExpiredToken',
  'ExpiredTokenException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
  'CredentialsProviderError',
])

const wording: { readonly [K in Kind]: (problem: Of<K>) => Wording } = {
  'bucket-not-said': () => ({
    finding: 'Which bucket was denied is not said',
    next: 'Ask again with it: `/s3denied bucket/key as role`, or paste the whole error.',
  }),
  'key-not-said': ({ bucket, operation }) => ({
    finding: `Which object of \`${bucket}\` was denied is not said, and \`${operation}\` is about one`,
    next: `Ask again with its key: \`/s3denied ${bucket}/key as role\`.`,
  }),
  'principal-not-said': ({ bucket }) => ({
    finding: `Who was denied on \`${bucket}\` is not said`,
    next: `Ask again with the caller: \`/s3denied ${bucket}/key as role\`. \`aws sts get-caller-identity\`, run where the call failed, prints it.`,
  }),
  'no-such-bucket': ({ bucket, call }) => ({
    finding: `There is no bucket \`${bucket}\``,
    next: `\`${call}\` answered 404, so no policy is at fault: correct the name, or create the bucket.`,
  }),
  'bucket-not-ours': ({ bucket, accounts }) => ({
    finding: `\`${bucket}\` exists, and belongs to none of the accounts that can be read (${accountsOf(accounts)})`,
    next: 'Ask its owner for the bucket policy; if the account is yours, add it to `S3DENIED_ACCOUNTS` and deploy the read-only role there.',
  }),
  'no-such-principal': ({ name, accounts, call }) => ({
    finding: `There is no role or user \`${name}\` in ${accountsOf(accounts)}`,
    next: `\`${call}\` found none: ask again with the ARN that \`aws sts get-caller-identity\` prints where the call failed.`,
  }),
  'principal-unreadable': ({ name, accounts, call, errorCode }) => ({
    finding: `Whether there is a role or user \`${name}\` in ${accountsOf(accounts)} could not be read (\`${call}\`: \`${errorCode}\`)`,
    next: `Let the read-only role call \`${call}\` (deploy/ has the template); or ask again with the ARN that \`aws sts get-caller-identity\` prints where the call failed.`,
  }),
  'access-point-unreadable': ({ accessPoint, call, errorCode }) => ({
    finding: `Which bucket is behind the access point \`${accessPoint}\` could not be read (\`${call}\`: \`${errorCode}\`)`,
    next: `Ask again with the bucket’s name, or let the read-only role call \`${call}\` (deploy/ has the template).`,
  }),
  'principal-ambiguous': ({ name, candidates }) => ({
    finding: `\`${name}\` is the name of more than one principal: ${candidates.map((arn) => `\`${arn}\``).join(', ')}`,
    next: `Ask again with the one that called: \`… as ${candidates[0] ?? name}\`.`,
  }),
  'account-not-allowed': ({ account }) => ({
    finding: `Account \`${account}\` may not be asked about`,
    next: 'If it should be, add it to `S3DENIED_ACCOUNTS`, deploy the read-only role there, and restart s3denied.',
  }),
  'role-refused': ({ role, call, errorCode }) => ({
    finding: `AWS refused the read-only role \`${role}\` (\`${call}\`: \`${errorCode}\`), so nothing was read`,
    next: ownCredentialFaults.has(errorCode)
      ? 'The credentials that s3denied itself runs with are not valid: renew them where it runs, and press Check again.'
      : 'Let the role’s trust policy name s3denied’s own identity, and its external id where one is set (deploy/ has the template); then press Check again.',
  }),
  'aws-unreachable': ({ call, errorCode }) => ({
    finding: `AWS did not answer \`${call}\` (\`${errorCode}\`), so nothing was read`,
    next: 'Press Check again. If it stays so, look at the AWS Health Dashboard and at s3denied’s way to AWS’s endpoints.',
  }),
}

const word = <K extends Kind>(kind: K, problem: Of<K>): Wording => wording[kind](problem)

/** The wording of a problem; each kind has exactly one. */
export const wordProblem = (problem: ReadProblem): Wording => word(problem.kind, problem)
