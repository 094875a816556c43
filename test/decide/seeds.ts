import { readdirSync, readFileSync } from 'node:fs'
import type { Diagnosis } from '../../src/diagnosis.ts'
import { explain } from '../../src/explain.ts'
import { writeEvidence } from '../../src/scenario/evidence-writer.ts'
import { readScenario } from '../../src/scenario/scenario.ts'

export type Json = Readonly<Record<string, unknown>>

/** Where something stands in a JSON value. */
export type Path = readonly (string | number)[]

/** A scenario file with every fact of its evidence written out, so that each can be taken away. */
export interface Seed {
  readonly file: string
  readonly request: Json
  readonly evidence: Json
}

const folder = new URL('../scenarios/', import.meta.url)

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const readJson = (value: unknown): Json => (isJson(value) ? value : {})

export const readFiles = (): { file: string; json: unknown }[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((file) => ({ file, json: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) }))

export const seeds: readonly Seed[] = readFiles().map(({ file, json }) => ({
  file,
  request: readJson(readJson(json).request),
  evidence: writeEvidence(readScenario(json).evidence),
}))

export const diagnose = (request: Json, evidence: unknown): Diagnosis => explain({ request, evidence })

const before = new Map<string, Diagnosis>()

/** The seed's own diagnosis, made once. */
export function diagnosisOf({ file, request, evidence }: Seed): Diagnosis {
  const found = before.get(file) ?? diagnose(request, evidence)
  before.set(file, found)
  return found
}

export const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )

/** The same value with another one at `path`. */
export function put(value: unknown, [first, ...rest]: Path, wanted: unknown): unknown {
  if (first === undefined) return wanted
  if (Array.isArray(value)) return value.map((one, index) => (index === first ? put(one, rest, wanted) : one))
  return { ...readJson(value), [first]: put(readJson(value)[first], rest, wanted) }
}

const sideFields = [
  'bucketAccount',
  'bucketExists',
  'bucketRegion',
  'bucketPolicy',
  'bucketPublicAccessBlock',
  'accountPublicAccessBlock',
  'objectOwnership',
  'bucketAcl',
  'bucketEncryption',
  'requestPayer',
  'object',
  'kmsKey',
  'resourceControlPolicies',
]

const callerFields = [
  'organization',
  'principalDetails',
  'identityPolicies',
  'permissionsBoundary',
  'sessionPolicies',
  'serviceControlPolicies',
  'vpcEndpoint',
  'accessPoint',
]

/** Facts inside a fact: what needs a right of its own to be read. */
const partFields: Json = {
  principalDetails: ['sessionTags'],
  object: ['owner', 'acl', 'storageClass', 'restored', 'serverSideEncryption', 'tags', 'retention', 'legalHold'],
  kmsKey: ['state', 'grants'],
  accessPoint: ['publicAccessBlock', 'vpcId'],
}

const isUnread = (value: unknown): boolean => isJson(value) && ('unreadable' in value || 'unknown' in value)

/** The place of every fact that is known, documents of policies and a copy's source included. */
export const factsOf = (evidence: Json): Path[] => [
  ...factsIn(evidence, [...callerFields, ...sideFields], []),
  ...('source' in evidence ? factsIn(readJson(evidence.source), sideFields, ['source']) : []),
]

function factsIn(json: Json, fields: readonly string[], prefix: Path): Path[] {
  return fields.flatMap((field): Path[] => {
    const value = json[field]
    if (value === undefined || isUnread(value)) return []
    const here = [...prefix, field]
    const parts = [partFields[field] ?? []].flat().map(String)
    const known = parts.filter((part) => isJson(value) && part in value && !isUnread(value[part]))
    return [here, ...known.map((part) => [...here, part]), ...documentsIn(value, here)]
  })
}

/** The documents of all policies under a fact. */
export function documentsIn(value: unknown, here: Path): Path[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => documentsIn(one, [...here, index]))
  if (!isJson(value)) return []
  if ('document' in value) return isUnread(value.document) ? [] : [[...here, 'document']]
  return 'policy' in value ? documentsIn(value.policy, [...here, 'policy']) : []
}

/** The documents of all policies that are known. */
export const documentsOf = (evidence: Json): Path[] => factsOf(evidence).filter((path) => path.at(-1) === 'document')
