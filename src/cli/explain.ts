import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Diagnosis } from '../diagnosis.ts'
import { explain } from '../explain.ts'
import { InputError } from '../input-error.ts'
import { compareExpected, type Mismatch } from '../scenario/check-expected.ts'
import { renderDiagnosis } from './render.ts'
import { usage } from './usage.ts'

interface Result {
  readonly file: string
  readonly pass: boolean
  readonly mismatches: readonly Mismatch[]
  readonly diagnosis: Diagnosis | null
  readonly error?: string
}

/** `s3denied explain FILE… [--json]`: a malformed file is an error that names the field, and fails alone. */
export async function runExplain(args: readonly string[]): Promise<number> {
  const parsed = parse(args)
  if (typeof parsed === 'string') {
    console.error(`${parsed}\n\n${usage}`)
    return 2
  }
  const results = parsed.files.map(explainFile)
  for (const result of results) console.log(parsed.json ? JSON.stringify(result) : render(result, results.length === 1))
  const passed = results.filter(({ pass }) => pass).length
  if (!parsed.json) console.log(`${passed} passed, ${results.length - passed} failed`)
  return passed === results.length ? 0 : 1
}

function parse(args: readonly string[]): { files: string[]; json: boolean } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    return positionals.length === 0
      ? 'explain needs at least one scenario file'
      : { files: positionals, json: values.json }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function explainFile(file: string): Result {
  const scenario = readJson(file)
  if ('fault' in scenario) return { file, pass: false, mismatches: [], diagnosis: null, error: scenario.fault }
  try {
    const diagnosis = explain(scenario.json)
    const mismatches = compareExpected(expectedOf(scenario.json), diagnosis)
    return { file, pass: mismatches.length === 0, mismatches, diagnosis }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { file, pass: false, mismatches: [], diagnosis: null, error: error.message }
  }
}

function readJson(file: string): { json: unknown } | { fault: string } {
  try {
    return { json: JSON.parse(readFileSync(file, 'utf8')) }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

function expectedOf(json: unknown): Readonly<Record<string, unknown>> {
  const expected = typeof json === 'object' && json !== null && 'expected' in json ? json.expected : {}
  return typeof expected === 'object' && expected !== null ? { ...expected } : {}
}

/** One file is explained in full; of many, those that fail say why. */
function render({ file, pass, mismatches, diagnosis, error }: Result, alone: boolean): string {
  const head = `${pass ? 'pass' : 'FAIL'} ${file}`
  if (error !== undefined) return `${head}\n  ${error}`
  const wrong = mismatches.map(
    ({ field, expected, actual }) =>
      `  ${field}: expected ${JSON.stringify(expected)}, and it is ${JSON.stringify(actual)}`,
  )
  const body = alone && diagnosis !== null ? ['', renderDiagnosis(diagnosis)] : []
  return [head, ...wrong, ...body].join('\n')
}
