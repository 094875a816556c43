import { createHmac } from 'node:crypto'

/** Slack's `v0` signature of a request's raw body. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const signBody = (secret: string, timestamp: number, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`

/** The two headers that Slack sends with each request over HTTP; `timestamp` is in seconds. */
export const signedHeaders = (secret: string, body: string, timestamp: number): Record<string, string> => ({
  'x-slack-request-timestamp': String(timestamp),
  'x-slack-signature': signBody(secret, timestamp, body),
})
