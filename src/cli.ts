#!/usr/bin/env node
import { runDiagnose } from './cli/diagnose.ts'
import { runExplain } from './cli/explain.ts'
import { runExtract } from './cli/extract.ts'
import { usage } from './cli/usage.ts'

/** Each command takes its arguments and gives the exit status. */
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  diagnose: runDiagnose,
  explain: runExplain,
  extract: runExtract,
}

const [name = '', ...args] = process.argv.slice(2)
const run = commands[name]
if (run === undefined) {
  const asked = name === '' || name === 'help' || name === '--help' || name === '-h'
  ;(asked ? console.log : console.error)(asked ? usage : `s3denied has no command "${name}"\n\n${usage}`)
  process.exitCode = asked && name !== '' ? 0 : 2
} else {
  process.exitCode = await run(args)
}
