/**
 * Scores extraction on payload files, strictly: every field as expected (white space folded), absent ones included, no denial
 * missing or invented, secrets exactly, symptoms, incident and notAuthorization where the case gives them.
 * `node bench/score-payloads.mjs [FILE…]` after `npm run build`; without a file test/payloads/shared.jsonl and own.jsonl.
 */
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { extract } from '../dist/extract/index.js'

const fields = [
  'bucket',
  'key',
  'principal',
  'operation',
  'action',
  'message',
  'requestId',
  'region',
  'kmsKeyArn',
  'accessPoint',
  'expectedPrincipal',
]
const folded = (value) => (typeof value === 'string' ? value.replace(/\s+/g, ' ') : value)
const sorted = (list) => [...(list ?? [])].sort()

function faults(expect, got) {
  const found = []
  const want = expect.denials ?? []
  if (got.denials.length !== want.length) found.push(`${got.denials.length} denials, not ${want.length}`)
  want.forEach((denial, i) => {
    for (const field of fields) {
      const [have, should] = [got.denials[i]?.[field], denial[field]]
      if (field === 'expectedPrincipal' && should === undefined) continue
      if (folded(have) !== folded(should)) found.push(`${field} ${JSON.stringify(have)}, not ${JSON.stringify(should)}`)
    }
  })
  const said = { secrets: sorted(got.secrets), symptoms: sorted(got.symptoms) }
  if (!isDeepStrictEqual(said.secrets, sorted(expect.secrets)))
    found.push(`secrets ${said.secrets}, not ${sorted(expect.secrets)}`)
  if (expect.symptoms !== undefined && !isDeepStrictEqual(said.symptoms, sorted(expect.symptoms)))
    found.push(`symptoms ${said.symptoms}, not ${sorted(expect.symptoms)}`)
  if ('notAuthorization' in expect && (got.notAuthorization ?? null) !== expect.notAuthorization)
    found.push(`notAuthorization ${got.notAuthorization}, not ${expect.notAuthorization}`)
  if ('incident' in expect && !isDeepStrictEqual(got.incident ?? null, expect.incident))
    found.push(`incident ${JSON.stringify(got.incident)}, not ${JSON.stringify(expect.incident)}`)
  return found
}

const files =
  process.argv.length > 2 ? process.argv.slice(2) : ['test/payloads/shared.jsonl', 'test/payloads/own.jsonl']
for (const file of files) {
  const cases = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  let right = 0
  for (const { id, input, expect } of cases) {
    const found = faults(expect, extract(input))
    if (found.length === 0) right++
    else console.log(`${id}: ${found.join('; ')}`)
  }
  console.log(`${file}: ${right} of ${cases.length} payloads right`)
  if (right < cases.length) process.exitCode = 1
}
