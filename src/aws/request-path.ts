import ipaddr from 'ipaddr.js'
import type { DiagnosisRequest } from '../request.ts'

/** How the request came to S3, as far as its context says. */
export type RequestPath =
  | { readonly kind: 'endpoint'; readonly id: string }
  | { readonly kind: 'public' }
  | { readonly kind: 'not-said' }

/** The ranges that a VPC or its own network may use. */
const inside = ['private', 'uniqueLocal', 'carrierGradeNat', 'loopback', 'linkLocal', 'unspecified']

/**
 * A public address is only seen where the request did not come through an endpoint; a private one may be the address
 * inside the VPC, which is another condition key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestPath({ context = {} }: Pick<DiagnosisRequest, 'context'>): RequestPath {
  const said = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]))
  const endpoint = said.get('aws:sourcevpce')
  if (typeof endpoint === 'string') return { kind: 'endpoint', id: endpoint }
  const address = said.get('aws:sourceip')
  const isPublic =
    typeof address === 'string' && ipaddr.isValid(address) && !inside.includes(ipaddr.parse(address).range())
  return endpoint === null || isPublic ? { kind: 'public' } : { kind: 'not-said' }
}
