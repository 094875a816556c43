import type { Ask } from '../ask.ts'
import type { AwsSettings } from '../config.ts'
import type { Asker, EvidenceReader, Reading, ReadProblem } from '../diagnose.ts'
import { isAccessPointAlias } from './access-point.ts'
import type { Refusal } from './answer.ts'
import { createStsClient, createWire } from './clients.ts'
import type { Log } from './log.ts'
import { openAccounts } from './open-accounts.ts'
import { readAll } from './read-all.ts'
import { createRoleSessions, type RoleSessions } from './role-sessions.ts'
import { createRuns, defaultLimits, type Limits, type Runs } from './runs.ts'

export { checkAws, type Readiness } from './check-aws.ts'
export type { Log } from './log.ts'

/** What the SDK itself takes from the environment, and what a test may set. */
export interface ReaderOptions {
  readonly region: string
  /** AWS_ENDPOINT_URL; `undefined` is AWS itself. */
  readonly endpointUrl: string | undefined
  readonly limits: Limits
  readonly now: () => Date
}

/** IAM and STS have one place in a partition; all else is asked where the bucket is. */
export const homeRegion = (env: Readonly<Record<string, string | undefined>>): string =>
  env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1'

const optionsFrom = (env: Readonly<Record<string, string | undefined>>): ReaderOptions => ({
  region: homeRegion(env),
  endpointUrl: env.AWS_ENDPOINT_URL,
  limits: defaultLimits,
  now: () => new Date(),
})

/**
 * Reads the evidence for an ask from AWS, through the read-only role and with nothing but reads. Never throws for what
 * AWS says: what was refused or came too late is a fact of its own, and where nothing at all could be read the problem
 * is named. Ends within `limits.wholeMs` and a little.
 */
export function createEvidenceReader(
  settings: AwsSettings,
  log: Log,
  options: Partial<ReaderOptions> = {},
): EvidenceReader {
  const { region, endpointUrl, limits, now } = { ...optionsFrom(process.env), ...options }
  const sts = createStsClient(region)
  const sessions = createRoleSessions(sts, settings.externalId, createWire(sts, endpointUrl))
  return {
    read: async (ask, asker) => {
      const started = now().getTime()
      const opening = createRuns(limits)
      const runs = createRuns(limits)
      const reading = await readOnce({ settings, sessions, opening, runs, region, now, ask, asker })
      const ms = now().getTime() - started
      logReading(log, { asker: asker.id, bucket: ask.bucket, ms }, reading, [...opening.refused(), ...runs.refused()])
      return reading
    },
  }
}

interface Once {
  readonly settings: AwsSettings
  readonly sessions: RoleSessions
  /** Calls of AssumeRole, which are counted apart: a kept session makes none. */
  readonly opening: Runs
  readonly runs: Runs
  readonly region: string
  readonly now: () => Date
  readonly ask: Ask
  readonly asker: Asker
}

const problem = (what: ReadProblem): Reading => ({ kind: 'problem', problem: what })

async function readOnce({ settings, sessions, opening, runs, region, now, ask, asker }: Once): Promise<Reading> {
  const target = ask.bucket ?? ask.accessPoint
  if (target === undefined) return problem({ kind: 'bucket-not-said' })
  if (ask.principal === undefined) return problem({ kind: 'principal-not-said', bucket: target })
  const opened = await openAccounts({
    settings,
    sessions,
    runs,
    opening,
    asker: asker.id,
    // The bucket behind an access point is only known later, so that the session cannot be narrowed to it.
    buckets:
      ask.accessPoint !== undefined || isAccessPointAlias(target)
        ? []
        : [target, ...(ask.source === undefined ? [] : [ask.source.bucket])],
    homeRegion: region,
  })
  if (opened.kind === 'problem') return opened
  const reading = await readAll({
    ask,
    said: ask.principal,
    accounts: opened.accounts,
    region: ask.region ?? region,
    now: now(),
    organizationRoleArn: settings.organizationRoleArn,
  })
  const silence = runs.silence()
  return silence === null
    ? reading
    : problem({ kind: 'aws-unreachable', call: silence.action, errorCode: silence.errorCode })
}

/** The calls and AWS's codes are written, not its answers; AWS's own words only where the whole reading came to nothing. */
function logReading(log: Log, fields: object, reading: Reading, refused: readonly Refusal[]): void {
  if (reading.kind === 'read') {
    const calls = [...new Set(refused.map(({ action, errorCode }) => `${action} ${errorCode}`))]
    log.info({ ...fields, readAs: reading.readAs, refused: calls }, 'read the evidence from AWS')
    return
  }
  const causes = refused
    .slice(0, 5)
    .map(({ action, errorCode, status, message }) => ({ action, errorCode, status, message }))
  log.warn({ ...fields, problem: reading.problem, causes }, 'could not read the evidence from AWS')
}
