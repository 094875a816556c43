import { type Fact, known, unknown } from '../fact.ts'

/**
 * The tags that came with AssumeRole: none, where the role's trust policy lets nobody pass any; else nobody can read
 * those of a live session.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export const sessionTagsOf = (trustPolicy: Fact<unknown>): Fact<Readonly<Record<string, string>>> =>
  trustPolicy.kind === 'known' && !mayTag(trustPolicy.value)
    ? known({})
    : unknown('no API shows the tags of a live session, and the role’s trust policy may let them be passed')

/** Whatever is not surely without sts:TagSession may have it. */
function mayTag(document: unknown): boolean {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return true
  const statements: readonly unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement]
  return statements.some((statement) => {
    if (typeof statement !== 'object' || statement === null) return true
    if ('Effect' in statement && statement.Effect === 'Deny') return false
    if (!('Action' in statement)) return true
    const actions: readonly unknown[] = Array.isArray(statement.Action) ? statement.Action : [statement.Action]
    return actions.some((action) => typeof action !== 'string' || mayMatchTagSession(action))
  })
}

/** Everything with a wildcard counts, since a pattern that would not match is of no use in a trust policy. */
const mayMatchTagSession = (action: string): boolean => action.toLowerCase() === 'sts:tagsession' || /[*?]/.test(action)
