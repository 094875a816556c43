import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { extractLine } from '../extract/lines.ts'
import { usage } from './usage.ts'

/** `s3denied extract [--json]`: one line in, one line out; the output is JSON with or without the flag. */
export async function runExtract(args: readonly string[]): Promise<number> {
  try {
    parseArgs({ args: [...args], options: { json: { type: 'boolean' } } })
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    return 2
  }
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== '') process.stdout.write(`${extractLine(line)}\n`)
  }
  return 0
}
