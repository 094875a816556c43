import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Ask } from '../ask.ts'
import { createEvidenceReader } from '../aws/index.ts'
import { readAwsSettings } from '../config.ts'
import { diagnose, type Outcome } from '../diagnose.ts'
import { extractCommand } from '../extract/index.ts'
import { writeEvidence } from '../scenario/evidence-writer.ts'
import { wordProblem } from '../wording/problems.ts'
import { renderDiagnosis } from './render.ts'
import { usage } from './usage.ts'

/** Exit statuses of INTERFACES.md. */
const status = { named: 0, nothingDenies: 1, wrongUsage: 2, unreachable: 3 } as const

/** `s3denied diagnose WHAT …`: the same way as the bot's, from a terminal. */
export async function runDiagnose(args: readonly string[]): Promise<number> {
  const asked = readArguments(args)
  if (typeof asked === 'string') {
    console.error(`${asked}\n\n${usage}`)
    return status.wrongUsage
  }
  const settings = readAwsSettings(process.env)
  if (!settings.ok) {
    for (const { variable, problem, howTo } of settings.faults) console.error(`${variable} ${problem}: ${howTo}`)
    return status.wrongUsage
  }
  const say = (_: object, message: string): void => console.error(message)
  const quiet = (): void => undefined
  const reader = createEvidenceReader(settings.settings, { info: quiet, warn: quiet, error: say })
  const outcome = await diagnose(asked.ask, { id: process.env.USER ?? 'terminal' }, reader)
  return report(outcome, asked)
}

interface Asked {
  readonly ask: Ask
  readonly json: boolean
  readonly save: string | null
}

function readArguments(args: readonly string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        as: { type: 'string' },
        operation: { type: 'string' },
        context: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
        save: { type: 'string' },
      },
    })
    const read = extractCommand(positionals.join(' '))
    if (read.kind === 'help') return 'diagnose needs to be told what was denied'
    if (read.kind === 'nothing') return read.reason
    if (read.kind === 'not-authorization') return `this is no refusal but ${read.notAuthorization}`
    const context = readContext(values.context)
    if (typeof context === 'string') return context
    const ask: Ask = {
      ...read.ask,
      ...(values.as === undefined ? {} : { principal: values.as }),
      ...(values.operation === undefined ? {} : { operation: values.operation }),
      ...(values.context.length === 0 ? {} : { context: { ...read.ask.context, ...context } }),
    }
    return { ask, json: values.json, save: values.save ?? null }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** `KEY=VALUE`; the same key again adds a value. */
function readContext(pairs: readonly string[]): Record<string, string | string[]> | string {
  const context: Record<string, string | string[]> = {}
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) return `--context takes KEY=VALUE, such as aws:SourceIp=203.0.113.9, and not "${pair}"`
    const key = pair.slice(0, at)
    const value = pair.slice(at + 1)
    const before = context[key]
    context[key] = before === undefined ? value : [before, value].flat()
  }
  return context
}

function report(outcome: Outcome, { json, save }: Asked): number {
  if (outcome.kind === 'problem') {
    const said = wordProblem(outcome.problem)
    if (json) console.log(JSON.stringify({ problem: outcome.problem }))
    else console.error(`${said.finding}.\n${said.next}`)
    return outcome.problem.kind === 'aws-unreachable' || outcome.problem.kind === 'role-refused'
      ? status.unreachable
      : status.wrongUsage
  }
  const { diagnosis, request, evidence, readAs, assumptions } = outcome
  if (save !== null) {
    const scenario = { title: diagnosis.headline, request, evidence: writeEvidence(evidence), expected: {} }
    writeFileSync(save, `${JSON.stringify(scenario, null, 2)}\n`, { mode: 0o600 })
  }
  console.log(json ? JSON.stringify(diagnosis) : renderDiagnosis(diagnosis))
  if (!json) for (const line of [...assumptions, `Read as ${readAs.join(', ')}`]) console.log(line)
  return diagnosis.likely === null ? status.nothingDenies : status.named
}
