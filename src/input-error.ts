import type { z } from 'zod'

/** The one error of malformed input: `field` is the path to what is wrong (`evidence.bucketPolicy.Statement[0].Effect`). */
export class InputError extends Error {
  readonly field: string

  constructor(field: string, problem: string) {
    super(field === '' ? problem : `${field}: ${problem}`)
    this.name = 'InputError'
    this.field = field
  }
}

/** Parses with zod and tells the first fault as an InputError with the field's path. */
export function check<T>(schema: z.ZodType<T>, value: unknown, path: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const { path: inner, message } = issue === undefined ? { path: [], message: 'is malformed' } : locate(issue)
  throw new InputError(formatPath([path, ...inner].filter((part) => part !== '')), message)
}

/** Where a fault is, down to the field that nobody knows, and what it is. */
export function locate(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string } {
  if (issue.code !== 'unrecognized_keys') return { path: issue.path, message: issue.message }
  return { path: [...issue.path, ...issue.keys.slice(0, 1)], message: 'is no field that s3denied knows' }
}

const formatPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )
