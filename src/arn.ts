/** The parts of an ARN. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export interface Arn {
  readonly partition: string
  readonly service: string
  readonly region: string
  readonly account: string
  readonly resource: string
}

/** Splits an ARN at its first five colons; `null` for what is no ARN. */
export function parseArn(text: string): Arn | null {
  const parts = text.split(':')
  const [prefix, partition, service, region, account] = parts
  if (prefix !== 'arn' || parts.length < 6) return null
  if (partition === undefined || service === undefined || region === undefined || account === undefined) return null
  return { partition, service, region, account, resource: parts.slice(5).join(':') }
}

/** The account that an ARN names, or `null`. */
export const accountOf = (arn: string): string | null => parseArn(arn)?.account || null
