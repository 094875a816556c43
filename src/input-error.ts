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
  const issue = result.error.issues[0]
  const at = [path, ...(issue?.path ?? [])].filter((part) => part !== '')
  throw new InputError(formatPath(at), issue?.message ?? 'is malformed')
}

const formatPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )
