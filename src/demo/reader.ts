import { setTimeout as wait } from 'node:timers/promises'
import type { Ask } from '../ask.ts'
import type { EvidenceReader, Reading, ReadProblem } from '../diagnose.ts'
import { readScenario } from '../scenario/scenario.ts'
import type { EvidenceFile } from './organization.ts'

/** What AWS says of the caller, apart from the bucket; the rest of a file is the bucket's side. */
const callersFields = [
  'principalDetails',
  'identityPolicies',
  'permissionsBoundary',
  'sessionPolicies',
  'serviceControlPolicies',
]

/** Answers asks from evidence files as the reader of AWS would, after `delayMs`, so that the reading can be seen. */
export const createDemoReader = (files: readonly EvidenceFile[], delayMs: number): EvidenceReader => ({
  async read(ask) {
    await wait(delayMs)
    return readAsk(ask, files)
  },
})

export function readAsk(ask: Ask, files: readonly EvidenceFile[]): Reading {
  if (ask.bucket === undefined) return problem({ kind: 'bucket-not-said' })
  const { bucket } = ask
  const ofBucket = files.filter((file) => file.request.bucket === bucket)
  if (ofBucket.length === 0) return problem({ kind: 'no-such-bucket', bucket, call: 's3:HeadBucket' })
  if (ask.principal === undefined) return problem({ kind: 'principal-not-said', bucket })

  const principal = resolvePrincipal(ask.principal, files)
  if (typeof principal !== 'string') return problem(principal)
  const caller = files.find((file) => isSameCaller(file.request.principal, principal))
  const own = ofBucket.filter((file) => isSameCaller(file.request.principal, principal))
  const file = own.find((each) => each.request.key === ask.key) ?? own[0] ?? ofBucket[0]
  if (file === undefined) return problem({ kind: 'no-such-bucket', bucket, call: 's3:HeadBucket' })

  const operation = ask.action === undefined ? (ask.operation ?? guessOperation(ask)) : undefined
  const { source, parameters, context, expectedPrincipal, message, symptoms, versionId, accessPoint, action } = ask
  const request = {
    principal,
    bucket,
    ...(ask.key === undefined ? {} : { key: ask.key }),
    ...(operation === undefined ? { action } : { operation }),
    ...leaveOut({ source, parameters, context, expectedPrincipal, message, symptoms, versionId, accessPoint }),
  }
  const evidence = combine(file, caller, ask)
  const scenario = readScenario({ request, evidence })
  return {
    kind: 'read',
    request: scenario.request,
    evidence: scenario.evidence,
    readAs: ['s3denied-readonly'],
    assumptions:
      ask.operation === undefined && operation !== undefined
        ? [`read as ${operation}, since no operation was said`]
        : [],
  }
}

const problem = (what: ReadProblem): Reading => ({ kind: 'problem', problem: what })

const guessOperation = (ask: Ask): string => (ask.key === undefined ? 'ListObjectsV2' : 'GetObject')

/** The ARN for what was said: itself, or the one role or user of the organization that has this name. */
function resolvePrincipal(said: string, files: readonly EvidenceFile[]): string | ReadProblem {
  if (said === 'anonymous' || said.includes('.amazonaws.com')) return said
  const accounts = [...new Set(files.map((file) => accountOf(file.request.principal)))]
  if (said.startsWith('arn:')) {
    const account = accountOf(said)
    if (!accounts.includes(account)) return { kind: 'account-not-allowed', account }
    const known = files.some((file) => isSameCaller(file.request.principal, said))
    return known ? said : { kind: 'no-such-principal', name: said, accounts, call: 'iam:GetRole' }
  }
  const name = said.replace(/^(role|user)\//, '')
  const candidates = [
    ...new Set(files.map((file) => toRole(file.request.principal)).filter((arn) => arn.split('/').at(-1) === name)),
  ]
  if (candidates.length > 1) return { kind: 'principal-ambiguous', name, candidates }
  return candidates[0] ?? { kind: 'no-such-principal', name, accounts, call: 'iam:GetRole' }
}

const accountOf = (arn: string): string => arn.split(':')[4] ?? ''

/** A session's role, as IAM names it; any other ARN is itself. */
const toRole = (arn: string): string =>
  arn.replace(/^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, 'arn:aws:iam::$1:role/$2')

const isSameCaller = (a: string, b: string): boolean => toRole(a) === toRole(b)

/** The bucket's side of one file with the caller's side of another, where no file holds both. */
function combine(file: EvidenceFile, caller: EvidenceFile | undefined, ask: Ask): Record<string, unknown> {
  const evidence: Record<string, unknown> = { ...file.evidence, bucketAccount: bucketAccountOf(file) }
  // A file that says an object is missing speaks of that key alone.
  if (file.request.key !== ask.key && isMissing(evidence.object)) delete evidence.object
  if (caller !== undefined && isSameCaller(caller.request.principal, file.request.principal)) return evidence
  for (const field of callersFields) {
    // Anonymous callers and services have nothing of their own.
    if (caller !== undefined && field in caller.evidence) evidence[field] = caller.evidence[field]
    else delete evidence[field]
  }
  return evidence
}

const bucketAccountOf = (file: EvidenceFile): unknown =>
  file.evidence.bucketAccount ?? accountOf(file.request.principal)

const isMissing = (object: unknown): boolean =>
  typeof object === 'object' && object !== null && 'exists' in object && object.exists === false

function leaveOut(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
