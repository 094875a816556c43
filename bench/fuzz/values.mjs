/** Values that S3's errors carry. Every account id, key id and secret is one of AWS's documentation examples or random. */
const upper = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const hex = '0123456789abcdef'
const words = [
  'acme',
  'lake',
  'orders',
  'raw',
  'prod',
  'logs',
  'eu',
  'reports',
  'cdn',
  's3',
  'arn',
  'aws',
  'exports',
  'ml',
]
const accounts = ['111122223333', '444455556666', '123456789012', '777788889999']
const regionOf = {
  aws: ['us-east-1', 'us-east-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-2', 'il-central-1'],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
}

export const actions = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:GetObjectVersion', 's3:PutObjectAcl']
export const operations = ['GetObject', 'PutObject', 'DeleteObject', 'HeadObject', 'CopyObject', 'UploadPart']

export const requestId = (r) => r.letters(upper, 16)
export const hostId = (r) => `${r.letters(base64, 75)}=`
export const uuid = (r) => [8, 4, 4, 4, 12].map((n) => r.letters(hex, n)).join('-')
export const partition = (r) => r.pick(['aws', 'aws', 'aws', 'aws-cn', 'aws-us-gov'])
export const region = (r, part) => r.pick(regionOf[part])
export const account = (r) => r.pick(accounts)

export function bucket(r) {
  const name = [r.pick(words), r.pick(words), r.letters('abcdefghijklmnopqrstuvwxyz0123456789', 1 + r.below(8))]
  if (r.chance(0.08)) return `${name.join('.')}.example.com`
  if (r.chance(0.03)) return `${name.join('-')}--use1-az4--x-s3`
  return name.join('-')
}

const plainParts = [
  '2026',
  'q3',
  'part-00012.snappy.parquet',
  'a.json',
  'index.html',
  'img_0042.jpeg',
  'v1.2.3',
  'data',
  'x',
]
const oddParts = [
  'Q3 Übersicht (final)',
  'notes + more.csv',
  'dt=2026-11-24',
  'a:b',
  '50%',
  'Größe',
  '日本.txt',
  'R&D',
  'a#1',
  '[x]',
]

/** A key; `odd` ones hold blanks, brackets, percent signs and the like. */
export function key(r, odd = r.chance(0.35)) {
  const parts = Array.from({ length: 1 + r.below(4) }, () => r.pick(odd && r.chance(0.5) ? oddParts : plainParts))
  return `${parts.join('/')}${r.chance(0.3) ? `-${r.letters(hex, 6)}` : ''}`
}

export function principal(r, part = 'aws') {
  const id = account(r)
  const name = `${r.pick(words)}-${r.letters('abcdefghijklmnopqrstuvwxyz', 5)}`
  const session = r.pick([
    `i-${r.letters(hex, 17)}`,
    'GitHubActions',
    'jane.doe@acme.example',
    r.letters('0123456789', 19),
    'botocore-session-1',
  ])
  return r.pick([
    `arn:${part}:sts::${id}:assumed-role/${name}/${session}`,
    `arn:${part}:sts::${id}:assumed-role/AWSReservedSSO_${name}_0a1b2c3d4e5f6071/${session}`,
    `arn:${part}:iam::${id}:user/${name}`,
    `arn:${part}:iam::${id}:role/service-role/${name}`,
    `arn:${part}:iam::${id}:root`,
  ])
}

export const kmsKey = (r, part) => `arn:${part}:kms:${region(r, part)}:${account(r)}:key/${uuid(r)}`

export function host(r, name, part) {
  const zone = region(r, part)
  const tld = part === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'
  return r.pick([
    { host: `${name}.s3.${zone}.${tld}`, path: '' },
    { host: `${name}.s3.dualstack.${zone}.${tld}`, path: '' },
    { host: `${name}.s3-fips.${zone}.${tld}`, path: '' },
    { host: `s3.${zone}.${tld}`, path: `/${name}` },
    { host: `s3-${zone}.${tld}`, path: `/${name}` },
    { host: `${name}.s3.${tld}`, path: '' },
  ])
}

export const encodePath = (key) => key.split('/').map(encodeURIComponent).join('/')

export function url(r, name, key, part) {
  const at = host(r, name, part)
  return `https://${at.host}${at.path}/${encodePath(key)}`
}

/** Secrets of all four kinds, each with the words around it that make it one. */
export function secret(r) {
  const id = `${r.pick(['AKIA', 'ASIA'])}${r.letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`
  const key = r.letters(base64, 40)
  const token = `IQoJb3JpZ2luX2Vj${r.letters(base64, 120)}==`
  return r.pick([
    {
      kind: 'access-key',
      value: id,
      text: r.pick([`AWS_ACCESS_KEY_ID=${id}`, `aws_access_key_id = ${id}`, `"accessKeyId": "${id}"`]),
    },
    {
      kind: 'secret-key',
      value: key,
      text: r.pick([`AWS_SECRET_ACCESS_KEY=${key}`, `aws_secret_access_key = ${key}`, `"SecretAccessKey": "${key}"`]),
    },
    {
      kind: 'session-token',
      value: token,
      text: r.pick([`AWS_SESSION_TOKEN=${token}`, `aws_session_token = ${token}`, `x-amz-security-token: ${token}`]),
    },
  ])
}

export function presigned(r, plainUrl) {
  const signature = r.letters(hex, 64)
  const id = `AKIA${r.letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`
  const url = r.chance(0.7)
    ? `${plainUrl}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${id}%2F20261124%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20261124T070000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=${signature}`
    : `${plainUrl}?AWSAccessKeyId=${id}&Expires=1764003600&Signature=${signature.slice(0, 28)}%3D`
  return {
    url,
    secrets: [
      { kind: 'presigned-url', value: url.includes(signature) ? signature : signature.slice(0, 28) },
      { kind: 'presigned-url', value: id },
    ],
  }
}
