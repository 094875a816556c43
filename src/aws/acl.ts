import type { AclGrant } from '../evidence.ts'
import { type Fact, known, unknown } from '../fact.ts'

/** S3 names accounts in ACLs and listings by canonical ids; `accountOf` knows those of the accounts that were asked. */
export interface CanonicalIds {
  readonly accountOf: ReadonlyMap<string, string>
  /** Whether the caller's own account is among them: only then is an id that is not in the map surely not the caller's. */
  readonly callersKnown: boolean
}

/**
 * The account of a canonical id. One that is neither the bucket's nor the caller's account stays a canonical id, since
 * then it only matters that it is somebody else's.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
export function accountOfCanonicalId(id: string | undefined, { accountOf, callersKnown }: CanonicalIds): Fact<string> {
  if (id === undefined) return unknown('S3 did not name the owner')
  const account = accountOf.get(id)
  if (account !== undefined) return known(account)
  return callersKnown ? known(id) : unknown(`the account of canonical id ${id.slice(0, 8)}… is not known`)
}

/** S3's predefined groups, by the last part of their addresses. */
const groups: Readonly<Record<string, string>> = {
  'http://acs.amazonaws.com/groups/global/AllUsers': 'AllUsers',
  'http://acs.amazonaws.com/groups/global/AuthenticatedUsers': 'AuthenticatedUsers',
  'http://acs.amazonaws.com/groups/s3/LogDelivery': 'LogDelivery',
}

export interface RawAcl {
  readonly Grants?:
    | readonly {
        readonly Grantee?: { readonly ID?: string | undefined; readonly URI?: string | undefined } | undefined
        readonly Permission?: string | undefined
      }[]
    | undefined
}

/** An ACL's grants; one to an account that cannot be named leaves the whole unknown, for it may be the caller's. */
export function readGrants({ Grants = [] }: RawAcl, ids: CanonicalIds): Fact<readonly AclGrant[]> {
  const grants: AclGrant[] = []
  for (const { Grantee, Permission = '' } of Grants) {
    const grantee = Grantee?.URI === undefined ? accountOfCanonicalId(Grantee?.ID, ids) : known(groupOf(Grantee.URI))
    if (grantee.kind !== 'known') return grantee
    grants.push({ grantee: grantee.value, permission: Permission })
  }
  return known(grants)
}

const groupOf = (uri: string): string => groups[uri] ?? uri
