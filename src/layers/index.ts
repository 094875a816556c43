import type { Layer } from '../layer.ts'
import { accessPointPolicy } from './access-point-policy.ts'
import { bucketPolicy } from './bucket-policy.ts'
import { callerIdentity } from './caller-identity.ts'
import { identityPolicy } from './identity-policy.ts'
import { kmsKey } from './kms-key.ts'
import { objectOwnership } from './object-ownership.ts'
import { objectState } from './object-state.ts'
import { permissionsBoundary } from './permissions-boundary.ts'
import { publicAccessBlock } from './public-access-block.ts'
import { resourceControlPolicy } from './resource-control-policy.ts'
import { serviceControlPolicy } from './service-control-policy.ts'
import { sessionPolicy } from './session-policy.ts'
import { vpcEndpointPolicy } from './vpc-endpoint-policy.ts'

/** Every source of denial, in AWS's order: the order in which to look at them, and to mend them. */
export const layers: readonly Layer[] = [
  callerIdentity,
  serviceControlPolicy,
  resourceControlPolicy,
  vpcEndpointPolicy,
  accessPointPolicy,
  bucketPolicy,
  publicAccessBlock,
  identityPolicy,
  permissionsBoundary,
  sessionPolicy,
  objectOwnership,
  kmsKey,
  objectState,
]
