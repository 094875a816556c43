import { parseArn } from '../../arn.ts'
import type { Ask } from '../../ask.ts'
import { cut } from './layout.ts'
import { code, plain, type Text } from './rich-text.ts'

/** What was asked, in the asker's own words: `GetObject` on `acme-reports/2026/q3.csv` as `etl-runner`. */
export function describeAsk(ask: Ask): readonly Text[] {
  const what = ask.operation ?? ask.action
  const target = ask.bucket === undefined ? ask.accessPoint : [ask.bucket, ask.key].filter(isFilled).join('/')
  return [
    ...(what === undefined ? [] : [named(what), plain(' on ')]),
    target === undefined ? plain('an S3 request whose bucket is not said') : named(target),
    ...(ask.principal === undefined ? [] : [plain(' as '), named(ask.principal)]),
  ]
}

const isFilled = (part: string | undefined): boolean => part !== undefined && part !== ''

/** S3's keys have 1,024 bytes at most; what is longer comes from nobody's bucket. */
export const named = (text: string): Text => code(cut(text, 1_100))

/**
 * Who called, for a person: role `etl-runner`, session `i-0abc`, account 111122223333.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export function describePrincipal(principal: string): readonly Text[] {
  if (principal === 'anonymous') return [plain('an unsigned (anonymous) caller')]
  const arn = parseArn(principal)
  if (arn === null) return [named(principal)]
  const account = cut(`account ${arn.account}`, 100)
  if (arn.resource === 'root') return [plain(`the root user of ${account}`)]
  const [type, ...path] = arn.resource.split('/')
  const name = path.at(-1)
  if (name === undefined) return [named(principal)]
  if (type === 'assumed-role') {
    const [role, ...session] = path
    return [plain('role '), named(role ?? name), plain(', session '), named(session.join('/')), plain(`, ${account}`)]
  }
  if (type !== 'role' && type !== 'user' && type !== 'federated-user') return [named(principal)]
  return [plain(`${type.replace('-', ' ')} `), named(name), plain(`, ${account}`)]
}

/** A role as the footer names it: its name, and its account where the ARN says one. */
export function describeReader(role: string): string {
  const arn = parseArn(role)
  return arn === null ? role : `${arn.resource.split('/').at(-1)} in ${arn.account}`
}

/** `03:12 UTC`. */
export const describeTime = (ms: number): string => `${new Date(ms).toISOString().slice(11, 16)} UTC`
