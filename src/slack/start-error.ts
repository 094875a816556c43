import { slackErrorCode } from './web.ts'

/** Slack's codes for trouble of its own; every other one of auth.test or apps.connections.open is about the token. */
const transient: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
])

/** Whether Slack answered that the token is no good, so that trying again cannot help. */
export function isRefusedToken(error: unknown): boolean {
  const code = slackErrorCode(error)
  return code !== null && !transient.has(code)
}
