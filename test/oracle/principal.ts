import type { PlainRequest } from './request.ts'

type Names = Readonly<Record<string, string | readonly string[]>>

/** Everything in a Principal element that is this caller, by the narrowness of the name. */
interface Named {
  readonly everyone: boolean
  readonly account: boolean
  /** The user, or the role behind a session, or the user behind a federated user. */
  readonly entity: boolean
  readonly session: boolean
  readonly service: boolean
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function findNames(element: unknown, { principal, path, federatedBy }: PlainRequest): Named {
  const map: Names = element === '*' ? { AWS: '*' } : readMap(element)
  const list = (type: string): readonly string[] => [map[type] ?? []].flat()
  const [, partition, , , account, resource = ''] = principal.split(':')
  const [type, name = '', session] = resource.split('/')
  const role = `arn:${partition}:iam::${account}:role${path}${name}`
  const entity = type === 'assumed-role' ? role : type === 'federated-user' ? federatedBy : principal
  const isArn = principal.startsWith('arn:')
  const names = list('AWS')
  return {
    everyone: names.includes('*'),
    account: isArn && names.some((text) => text === account || text === `arn:${partition}:iam::${account}:root`),
    entity: isArn && type !== 'root' && entity !== null && names.includes(entity),
    session: isArn && (session !== undefined || type === 'federated-user') && names.includes(principal),
    service: !isArn && list('Service').includes(principal),
  }
}

const readMap = (element: unknown): Names => (isMap(element) ? element : {})

const isMap = (element: unknown): element is Names => typeof element === 'object' && element !== null

export function isNamed(element: unknown, request: PlainRequest): boolean {
  return Object.values(findNames(element, request)).includes(true)
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
export function isNotNamed(element: unknown, request: PlainRequest): boolean {
  if (request.boundary) return true
  const named = findNames(element, request)
  if (named.everyone || named.service) return false
  if (!request.principal.startsWith('arn:')) return true
  if (request.notPrincipal === 'any named') return !isNamed(element, request)
  const type = request.principal.split(':')[5]?.split('/')[0]
  if (type === 'root') return !named.account
  if (type === 'user') return !(named.account && named.entity)
  if (type === 'federated-user') return !(named.account && named.session)
  return !(named.account && named.entity && named.session)
}
