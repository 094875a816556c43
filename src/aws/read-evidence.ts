import type { Ask } from '../ask.ts'
import { effectOf } from '../decide/operations.ts'
import type { AccessPoint, Evidence, VpcEndpoint } from '../evidence.ts'
import { type Fact, known, unknown } from '../fact.ts'
import type { DiagnosisRequest } from '../request.ts'
import { readBucketSide, type SideRead } from './bucket-side.ts'
import { readCallerFacts } from './caller.ts'
import type { FoundBucket } from './find-bucket.ts'
import type { Principal } from './find-principal.ts'
import type { Accounts } from './open-accounts.ts'
import { readOrganizationSide } from './organization-side.ts'
import { readRecentChanges } from './recent-changes.ts'
import { requestPath } from './request-path.ts'
import { readVpcEndpoint } from './vpc-endpoint.ts'
import { watch } from './watched.ts'

/** One ask, and the accounts in which it is looked at. */
export interface AllAsked {
  readonly ask: Ask
  /** The principal as the asker said it. */
  readonly said: string
  readonly accounts: Accounts
  readonly region: string
  readonly now: Date
  readonly organizationRoleArn: string | undefined
}

export interface EvidenceAsked extends AllAsked {
  readonly request: DiagnosisRequest
  readonly found: FoundBucket
  /** A copy's source, where it is another bucket. */
  readonly source: FoundBucket | null
  readonly principal: Principal
  readonly accessPoint: Fact<AccessPoint | null>
}

/** Everything that AWS holds of both sides, side by side; the notes say how it is to be taken. */
export async function readEvidence(asked: EvidenceAsked): Promise<{ evidence: Evidence; notes: readonly string[] }> {
  const { accounts, request, found, source, principal, accessPoint, now } = asked
  const callerAccount = principal.kind === 'outside' ? null : principal.account
  const sides = readSides(asked, callerAccount)
  const [callerFacts, { target, from }, organization, endpoint, recentChanges] = await Promise.all([
    readCallerFacts(principal, accounts.byId),
    sides,
    readOrganizationSide({
      organizationAccount: accounts.organization,
      callerAccount,
      bucketAccount: found.owner,
      sourceAccount: source === null ? found.owner : source.owner,
      accountById: accounts.byId,
    }),
    readEndpoint(asked),
    readRecentChanges(
      watch({
        found,
        principal,
        accounts,
        region: asked.region,
        kmsKey: sides.then((read) => read.target.side.kmsKey),
      }),
      now,
    ),
  ])
  const { resourceControlPolicies, sourceResourceControlPolicies, ...orgFacts } = organization
  const side = { ...target.side, resourceControlPolicies }
  const evidence: Evidence = {
    ...callerFacts,
    ...orgFacts,
    ...endpoint,
    accessPoint,
    target: side,
    // Without a copy the source is the target itself, the very same object.
    source: from === target ? side : { ...from.side, resourceControlPolicies: sourceResourceControlPolicies },
    recentChanges,
  }
  return { evidence, notes: notesOn(request, principal, target) }
}

/** A copy within one bucket still has two objects, so that both sides are read; else the source is the target itself. */
async function readSides(
  asked: EvidenceAsked,
  callerAccount: string | null,
): Promise<{ target: SideRead; from: SideRead }> {
  const { ask, request, found, source, accounts } = asked
  const saidForSource = request.source !== undefined && request.message?.includes('kms:Decrypt') === true
  const said = ask.kmsKeyArn === undefined ? {} : { said: ask.kmsKeyArn }
  const common = { callerAccount, accountById: accounts.byId }
  const target = readBucketSide({
    ...common,
    found,
    object: request.key === undefined ? null : objectName({ ...request, key: request.key }),
    wish: {
      ...(saidForSource ? {} : said),
      forWriting: effectOf(request) === 'writes',
      parameters: request.parameters ?? {},
    },
  })
  const from =
    request.source === undefined
      ? target
      : readBucketSide({
          ...common,
          found: source ?? found,
          object: objectName(request.source),
          wish: { ...(saidForSource ? said : {}), forWriting: false, parameters: {} },
        })
  const [targetRead, fromRead] = await Promise.all([target, from])
  return { target: targetRead, from: fromRead }
}

const objectName = ({ key, versionId }: { readonly key: string; readonly versionId?: string }) => ({
  key,
  ...(versionId === undefined ? {} : { versionId }),
})

async function readEndpoint({
  request,
  accounts,
  found,
  region,
}: EvidenceAsked): Promise<{ vpcEndpoint: Fact<VpcEndpoint | null>; vpcEndpointGiven: boolean }> {
  const path = requestPath(request)
  switch (path.kind) {
    case 'public':
      return { vpcEndpoint: known(null), vpcEndpointGiven: true }
    case 'not-said':
      return {
        vpcEndpoint: unknown('the request does not say whether it came through a VPC endpoint'),
        vpcEndpointGiven: false,
      }
    case 'endpoint': {
      const regions = [...new Set([...(found.region.kind === 'known' ? [found.region.value] : []), region])]
      return { vpcEndpoint: await readVpcEndpoint(path.id, accounts.ours, regions), vpcEndpointGiven: true }
    }
  }
}

function notesOn(request: DiagnosisRequest, principal: Principal, { policyIsPublic }: SideRead): readonly string[] {
  const isRole = principal.kind === 'role'
  const isPublic = policyIsPublic.kind === 'known' && policyIsPublic.value
  return [
    ...(isRole ? ['asked as the role itself: a session’s own policies would come on top'] : []),
    ...(isPublic ? [`AWS itself calls the bucket policy of ${request.bucket} public (s3:GetBucketPolicyStatus)`] : []),
  ]
}
