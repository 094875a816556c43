import type { IncomingMessage } from 'node:http'
import { type BufferedIncomingMessage, HTTPModuleFunctions, isRawBodyError } from '@slack/bolt'
import { LRUCache } from 'lru-cache'

export type Authenticity =
  | { readonly kind: 'authentic'; readonly request: BufferedIncomingMessage; readonly signature: string | null }
  | { readonly kind: 'refused'; readonly status: 401 | 413; readonly why: string }

/** Slack's bodies hold a message of 40,000 characters at most, several times over in its blocks. */
const bodyLimit = 1024 * 1024

/** Slack signs for five minutes. https://docs.slack.dev/authentication/verifying-requests-from-slack */
const signedForMs = 5 * 60 * 1000

export interface Verifier {
  verify(request: IncomingMessage): Promise<Authenticity>
  /** The work for this signature was not done, so that Slack's retry of it must be let pass. */
  forget(signature: string): void
}

/**
 * Verifies Slack's signature as Bolt does, and refuses two things that Bolt lets pass: a timestamp in the future, and
 * the same signed request a second time. Slack's own retries say so in a header and come through: their message is
 * answered once, since the listeners know it.
 */
export function createVerifier(signingSecret: string, now: () => number): Verifier {
  const seen = new LRUCache<string, true>({ max: 50_000, ttl: 2 * signedForMs })

  return {
    async verify(request) {
      let verified: BufferedIncomingMessage
      try {
        verified = await HTTPModuleFunctions.parseAndVerifyHTTPRequest({ signingSecret, bodyLimit }, request)
      } catch (error) {
        if (isRawBodyError(error) && error.statusCode === 413) return refused(413, 'the body is too large')
        return refused(401, error instanceof Error ? error.message : String(error))
      }
      const signature = header(request, 'x-slack-signature')
      // Only Slack's certificate check comes without one; Bolt has cut its body down to that.
      if (signature === null) return { kind: 'authentic', request: verified, signature }
      if (Number(header(request, 'x-slack-request-timestamp')) * 1000 > now() + signedForMs) {
        return refused(401, 'its timestamp lies in the future')
      }
      const isRetry = header(request, 'x-slack-retry-num') !== null
      if (seen.has(signature) && !isRetry) return refused(401, 'it was received before')
      seen.set(signature, true)
      return { kind: 'authentic', request: verified, signature }
    },
    forget(signature) {
      seen.delete(signature)
    },
  }
}

const refused = (status: 401 | 413, why: string): Authenticity => ({ kind: 'refused', status, why })

const header = (request: IncomingMessage, name: string): string | null => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : null
}
