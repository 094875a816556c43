import { parseArn } from '../../arn.ts'
import type { Ask } from '../../ask.ts'

/** Identifiers stand in backticks here; rich-text.ts turns them into Slack's code style. */
const quoted = (text: string): string => `\`${text}\``

/** What was asked, in the asker's own words: `` `GetObject` on `acme-reports/2026/q3.csv` as `etl-runner` ``. */
export function describeAsk(ask: Ask): string {
  const what = ask.operation ?? ask.action
  const target = ask.bucket === undefined ? ask.accessPoint : [ask.bucket, ask.key].filter(isFilled).join('/')
  return [
    ...(what === undefined ? [] : [quoted(what), 'on']),
    target === undefined ? 'an S3 request whose bucket is not said' : quoted(target),
    ...(ask.principal === undefined ? [] : ['as', quoted(ask.principal)]),
  ].join(' ')
}

const isFilled = (part: string | undefined): boolean => part !== undefined && part !== ''

/**
 * Who called, for a person: ``role `etl-runner`, session `i-0abc`, account 111122223333``.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export function describePrincipal(principal: string): string {
  if (principal === 'anonymous') return 'an unsigned (anonymous) caller'
  const arn = parseArn(principal)
  if (arn === null) return quoted(principal)
  const account = `account ${arn.account}`
  if (arn.resource === 'root') return `the root user of ${account}`
  const [type, ...path] = arn.resource.split('/')
  const name = path.at(-1)
  if (name === undefined) return quoted(principal)
  if (type === 'assumed-role') {
    const [role, ...session] = path
    return `role ${quoted(role ?? name)}, session ${quoted(session.join('/'))}, ${account}`
  }
  const kind = type === 'federated-user' ? 'federated user' : type
  return kind === 'role' || kind === 'user' || kind === 'federated user'
    ? `${kind} ${quoted(name)}, ${account}`
    : quoted(principal)
}

/** A role as the footer names it: its name, and its account where the ARN says one. */
export function describeReader(role: string): string {
  const arn = parseArn(role)
  return arn === null ? role : `${arn.resource.split('/').at(-1)} in ${arn.account}`
}

/** `03:12 UTC`. */
export const describeTime = (ms: number): string => `${new Date(ms).toISOString().slice(11, 16)} UTC`
