import type { Target } from './found.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; older names may hold `_` and capitals. */
const bucketName = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/

export const isBucketName = (name: string): boolean =>
  bucketName.test(name) && !name.includes('..') && !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)

const region = /^[a-z]{2,4}(?:-[a-z]{2,5})?-(?:central|east|west|(?:north|south)(?:east|west)?)-\d$/

export const isRegion = (name: string): boolean => region.test(name)

/** The hosts of every partition that S3 answers on. */
const domains =
  /\.(?:amazonaws\.com(?:\.cn)?|api\.aws|amazonwebservices\.com\.cn|amazonaws\.eu|api\.amazonwebservices\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/

/** `bucket/key`; a key is what follows the first slash, as it is written. */
export function splitPath(path: string): Target {
  const slash = path.indexOf('/')
  const bucket = slash < 0 ? path : path.slice(0, slash)
  const key = slash < 0 ? '' : path.slice(slash + 1)
  if (!isBucketName(bucket)) return {}
  return { bucket, ...(key === '' ? {} : { key }) }
}

/** The part of `s3://…` (also `s3a`, `s3n`) after the slashes: a bucket and key, or an access point's ARN and key. */
export function parseS3Path(path: string): Target {
  return path.startsWith('arn:') ? parseS3Arn(path) : splitPath(path)
}

/** An S3 ARN's bucket, key, access point; `{}` for what is none. The key is not URL-encoded. */
export function parseS3Arn(arn: string): Target {
  const parts = arn.split(':')
  const [prefix, partition, service, place, account] = parts
  const resource = parts.slice(5).join(':')
  if (prefix !== 'arn' || !/^aws[a-z-]{0,12}$/.test(partition ?? '')) return {}
  if (!/^s3(?:express|-object-lambda|-outposts)?$/.test(service ?? '')) return {}
  const point = /^(?:outpost[/:][\w-]{1,64}[/:])?accesspoint[/:]([\w.-]{1,80})(?:\/(?:object\/)?([\s\S]*))?$/.exec(
    resource,
  )
  if (point !== null) {
    const key = point[2] ?? ''
    return {
      accessPoint: `arn:${partition}:${service}:${place}:${account}:${resource.slice(0, resource.indexOf(point[1] ?? '', resource.indexOf('accesspoint') + 11))}${point[1]}`,
      ...(key === '' || key === '*' ? {} : { key }),
      ...(isRegion(place ?? '') ? { region: place ?? '' } : {}),
    }
  }
  const outpost = /^outpost[/:][\w-]{1,64}[/:]bucket[/:]([^/]{1,255})(?:\/object\/([\s\S]*))?$/.exec(resource)
  if (outpost !== null)
    return {
      ...splitPath(`${outpost[1]}/${outpost[2] ?? ''}`),
      ...(isRegion(place ?? '') ? { region: place ?? '' } : {}),
    }
  const directory = /^bucket\/([\s\S]*)$/.exec(resource)
  const { bucket, key } = splitPath(directory?.[1] ?? resource)
  // A policy's wildcard is no bucket and no key.
  if (bucket === undefined || /[*?]/.test(bucket)) return {}
  return {
    bucket,
    ...(key === undefined || key.endsWith('*') ? {} : { key }),
    ...(isRegion(place ?? '') ? { region: place ?? '' } : {}),
  }
}

/** What an S3 URL points at, and how: `null` where the host is not S3's. Percent signs are decoded once, `+` stays. */
export interface S3Url {
  readonly target: Target
  readonly query: string
  readonly console: boolean
}

export function parseS3Url(url: string): S3Url | null {
  const parts = /^(?:[a-z]{2,5}:\/\/)?([A-Za-z0-9._-]{3,300})(?::\d{1,5})?(?:\/([^?#]*))?(?:\?([^#]*))?/i.exec(url)
  const host = (parts?.[1] ?? '').toLowerCase()
  const path = parts?.[2] ?? ''
  const query = parts?.[3] ?? ''
  if (/(?:^|\.)console\.(?:aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn|amazonaws\.eu)$/.test(host))
    return readConsole(host, path, query)
  const place = readHost(host, parts?.[1] ?? '')
  if (place === null) return null
  const { pathStyle, ...target } = place
  const versionId = /(?:^|&)versionId=([^&]{1,1100})/.exec(query)?.[1]
  const withVersion = (of: Target): Target =>
    versionId === undefined ? of : { versionId: decodePercent(versionId), ...of }
  if (!pathStyle) {
    const object = path === '' ? target : { key: decodePercent(path), ...target }
    return { target: withVersion(object), query, console: false }
  }
  const inPath =
    path.startsWith('arn:') || path.startsWith('arn%3A') ? parseS3Arn(decodePercent(path)) : splitPath(path)
  const key = inPath.key === undefined || path.startsWith('arn:') ? {} : { key: decodePercent(inPath.key) }
  return { target: withVersion({ ...inPath, ...target, ...key }), query, console: false }
}

/** Decodes what is well-formed and leaves the rest as it stands. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text
  return text.replace(/(?:%[0-9A-Fa-f]{2}){1,1024}/g, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return run
    }
  })
}

type Place = Target & { readonly pathStyle: boolean }

/** `bucket.s3.region.domain` and its relatives. A region in a bucket's name is none: only the labels after `s3` count. */
function readHost(host: string, written: string): Place | null {
  const domain = domains.exec(host)?.[0]
  if (domain === undefined) return null
  const labels = host.slice(0, -domain.length).split('.')
  const at = labels.findLastIndex((label) => /^s3(?:-|express-|$)/.test(label))
  if (at < 0) return null
  const service = labels[at] ?? ''
  const rest = labels.slice(at + 1).filter((label) => !/^(?:dualstack|vpce)$/.test(label))
  const legacy = service.replace(/^s3-(?:website-|fips-)?/, '')
  const place = [...rest, legacy].find(isRegion)
  const where = place === undefined ? {} : { region: place }
  // The original spelling, since a bucket of 2006 may have capitals and a browser prints them.
  const before = written.split('.').slice(0, at)
  if (rest.some((label) => !isRegion(label) && !/^(?:s3-global|fips)$/.test(label))) return null
  if (
    service === 's3-accesspoint' ||
    service === 's3-accesspoint-fips' ||
    service === 's3-object-lambda' ||
    service === 's3-outposts'
  )
    return readPoint(before, service, place, domain)
  if (before.includes('accesspoint') && before.some((label) => label.startsWith('vpce-')))
    return readPoint(before, 's3-accesspoint', place, domain)
  if (service === 's3-global') return { accessPoint: `${before[0] ?? ''}.mrap`, pathStyle: false }
  if (service === 's3-control' || service === 's3-control-fips' || service === 's3express-control')
    return service === 's3express-control' ? { pathStyle: true, ...where } : { pathStyle: false, ...where }
  return { ...readBefore(before), ...where }
}

/** What stands before `s3`: nothing (path-style), a bucket, or an interface endpoint (`bucket.vpce-…`). */
function readBefore(before: readonly string[]): Place {
  const endpoint = before.findIndex((label) => label.startsWith('vpce-'))
  const names = endpoint < 0 ? before : before.slice(0, endpoint)
  if (endpoint >= 0) {
    const kind = names.at(-1)
    if (kind !== 'bucket') return { pathStyle: kind !== 'control' && kind !== 'accesspoint' }
    const bucket = names.slice(0, -1).join('.')
    return bucket === '' ? { pathStyle: true } : { bucket, pathStyle: false }
  }
  const bucket = names.join('.')
  if (bucket === '' || bucket === 'www') return { pathStyle: true }
  return isBucketName(bucket) ? { bucket, pathStyle: false } : { pathStyle: false }
}

/** `name-account.s3-accesspoint.region`: the ARN is put together, since the host says all its parts. */
function readPoint(before: readonly string[], service: string, place: string | undefined, domain: string): Place {
  const alias = /^(.{1,64})-(\d{12})$/.exec(before[0] ?? '')
  const where = place === undefined ? {} : { region: place }
  if (alias === null)
    return before.length === 1 && /alias$/.test(before[0] ?? '')
      ? { bucket: before[0] ?? '', pathStyle: false, ...where }
      : { pathStyle: false, ...where }
  const product = service.startsWith('s3-accesspoint') ? 's3' : service
  const outpost = service === 's3-outposts' && before[1] !== undefined ? `outpost/${before[1]}/` : ''
  const arn = `arn:${partitionOf(place, domain)}:${product}:${place ?? ''}:${alias[2]}:${outpost}accesspoint/${alias[1]}`
  return { accessPoint: arn, pathStyle: false, ...where }
}

/** https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
function partitionOf(place: string | undefined, domain: string): string {
  if (domain.endsWith('.cn') || place?.startsWith('cn-')) return 'aws-cn'
  if (place?.startsWith('us-gov-')) return 'aws-us-gov'
  if (domain === '.c2s.ic.gov') return 'aws-iso'
  if (domain === '.sc2s.sgov.gov') return 'aws-iso-b'
  if (domain === '.cloud.adc-e.uk') return 'aws-iso-e'
  if (domain === '.csp.hci.ic.gov') return 'aws-iso-f'
  if (domain.endsWith('.eu')) return 'aws-eusc'
  return 'aws'
}

/** `/s3/buckets/NAME` lists, its prefix is a folder; `/s3/object/NAME?prefix=KEY` shows one object. */
function readConsole(host: string, path: string, query: string): S3Url | null {
  const page =
    /^s3\/(buckets|object|get|upload|bucket|lifecycle|property)\/([^/?#]{3,255})(?:\/object\/[a-z]{1,20})?/.exec(path)
  if (page === null) return null
  const bucket = decodePercent(page[2] ?? '')
  if (!isBucketName(bucket)) return null
  const parameters = new Map(
    query.split('&').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
  const prefix = decodePercent(parameters.get('prefix') ?? '')
  const object = page[1] === 'object' || path.includes('/object/')
  const place = [parameters.get('region') ?? '', host.split('.')[0] ?? ''].find(isRegion)
  return {
    target: {
      bucket,
      ...(object && prefix !== '' && !prefix.endsWith('/') ? { key: prefix } : {}),
      ...(place === undefined ? {} : { region: place }),
    },
    query: '',
    console: true,
  }
}
