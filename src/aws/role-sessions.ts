import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts'
import { LRUCache } from 'lru-cache'
import { type Clients, type Credentials, createClients, type Wire } from './clients.ts'
import type { SendOptions } from './commands.ts'

/** One session of a role: the clients that carry its credentials, one set a Region. */
export interface RoleSession {
  readonly clients: (region: string) => Clients
}

export interface RoleSessions {
  /** Throws what the SDK throws. */
  open(roleArn: string, asker: string, policy: string, options: SendOptions): Promise<RoleSession>
}

/** The shortest session that AWS gives: a diagnosis takes seconds. */
const durationSeconds = 900

/** A session is given up this long before AWS ends it, so that none ends in the middle of a diagnosis. */
const marginMs = 60_000

/** A session holds a few kilobytes; the oldest are forgotten first. */
const maxSessions = 200

/**
 * The name under which CloudTrail shows the bot's calls: who asked, in the characters and the length that STS takes.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const sessionName = (asker: string): string => `s3denied-${asker.replace(/[^\w+=,.@-]/g, '-')}`.slice(0, 64)

/** Assumes roles, and keeps each session for the one who asked until shortly before its end. Refusals are not kept. */
export function createRoleSessions(sts: STSClient, externalId: string | undefined, wire: Wire): RoleSessions {
  const kept = new LRUCache<string, RoleSession>({ max: maxSessions })

  return {
    open: async (roleArn, asker, policy, options) => {
      const key = JSON.stringify([roleArn, asker, policy])
      const found = kept.get(key)
      if (found !== undefined) return found
      const { Credentials: given } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: sessionName(asker),
          DurationSeconds: durationSeconds,
          Policy: policy,
          ...(externalId === undefined ? {} : { ExternalId: externalId }),
        }),
        options,
      )
      const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given ?? {}
      if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
        throw new Error('AssumeRole answered without credentials')
      }
      const session = openSession({ accessKeyId, secretAccessKey, sessionToken }, wire)
      const end = given?.Expiration?.getTime() ?? Date.now() + durationSeconds * 1_000
      const ttl = end - Date.now() - marginMs
      if (ttl > 0) kept.set(key, session, { ttl })
      return session
    },
  }
}

function openSession(credentials: Credentials, wire: Wire): RoleSession {
  const byRegion = new Map<string, Clients>()
  return {
    clients: (region) => {
      const clients = byRegion.get(region) ?? createClients(credentials, region, wire)
      byRegion.set(region, clients)
      return clients
    },
  }
}
