import { ExtractInputError, type ExtractOptions, extract } from './index.ts'

/**
 * One line of `s3denied extract`: a payload's JSON in, what it says as JSON out. A line that is no JSON, or no payload, gives
 * `{"error", "field"}` and fails alone.
 */
export function extractLine(line: string, options: ExtractOptions = {}): string {
  const payload = parseJson(line)
  if (payload === undefined) return JSON.stringify({ error: 'the line is not JSON', field: '' })
  try {
    return JSON.stringify(extract(payload, options))
  } catch (error) {
    if (error instanceof ExtractInputError) return JSON.stringify({ error: error.message, field: error.field })
    throw error
  }
}

/** `undefined` for what is no JSON; JSON itself has no undefined. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
