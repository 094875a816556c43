import type { Shape } from '../found.ts'

const saidBefore =
  /\b(?:as|for|role|user|by|principal|identity|caller|with|using|session|assumed|credentials|profile|iam)(?:\s(?:the|an?|our|my|role|user|iam|is|arn))?["'`]?\s?[:=]?\s?["'`(]?$/i
const labelled =
  /(?:^|[\n\f]|[\s,;({"'`])(?:iam[ _]?)?(?:role|user|principal|identity|caller)(?:[ _]?arn)?["'`]?\s?[:=]\s?["'`]?$/i

/** `running as arn:…`, `Role: arn:…`: who somebody says is calling. */
export const saidPrincipal: Shape = {
  name: 'principal in words',
  general: true,
  marks: ['arn:aws'],
  read: ({ at, ahead, near }) => {
    const arn =
      /^arn:aws[a-z-]{0,12}:(?:iam::\d{12}:(?:role|user|root|federated-user)|sts::\d{12}:(?:assumed-role|federated-user))(?:\/[\w+=,.@/-]{1,600})?/.exec(
        ahead,
      )?.[0]
    if (arn === undefined || expectation.test(near)) return []
    const principal = arn.replace(/[.,]{1,3}$/, '')
    const found = { at, end: at + principal.length, role: 'context', principal } as const
    if (labelled.test(near)) return [{ source: 'field', ...found }]
    return saidBefore.test(near) ? [{ source: 'prose', ...found }] : []
  },
}

/** Who the caller should be is not who it is. */
export const expectation = /(?:should|supposed|expect|expected|expecting|ought|meant|must)\b[^.\n]{0,60}$/i

/** `running as role/etl`, `as user/anna`: a name without an account stays as it was written. */
export const saidName: Shape = {
  name: "principal's name",
  general: true,
  marks: [
    ' as role/',
    ' as user/',
    'running as `',
    'runs as `',
    'running as role ',
    'runs as role ',
    'running as user ',
  ],
  read: ({ at, ahead, near, mark }) => {
    if (expectation.test(near)) return []
    const rest = ahead.slice(mark.length)
    const name = /^[\w+=,.@/-]{1,128}/.exec(rest)?.[0]?.replace(/[.,]{1,3}$/, '')
    if (name === undefined || name.startsWith('arn')) return []
    const kind = /(role|user)\/$/.exec(mark)?.[0] ?? ''
    return [{ at, end: at + mark.length + name.length, role: 'context', source: 'prose', principal: `${kind}${name}` }]
  },
}
