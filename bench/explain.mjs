/**
 * Time of the whole diagnosis: with the evidence prepared, and from its JSON. `node bench/explain.mjs` after
 * `npm run build`; bench/bench.mjs calls it too.
 */
import { pathToFileURL } from 'node:url'
import { explain, prepare } from '../dist/explain.js'
import { measure } from './measure.mjs'
import { cases, µs } from './policy.mjs'

const request = {
  principal: 'arn:aws:sts::111122223333:assumed-role/etl-runner/i-0abc',
  operation: 'GetObject',
  bucket: 'acme-reports',
  key: '2026/q3/region=eu/part-00017.parquet',
}

/** A bucket policy stands at the bucket, the others with the caller. */
const evidenceOf = (documents) =>
  documents[0].Statement.some(({ Principal }) => Principal !== undefined)
    ? { bucketAccount: '111122223333', bucketPolicy: documents[0], identityPolicies: [] }
    : { bucketAccount: '111122223333', bucketPolicy: null, identityPolicies: documents }

/** The whole is much code, which the compiler has ready only after some thousand calls. */
const warmMs = 2_000

export function benchExplain(print) {
  for (const { name, documents } of cases) {
    const evidence = evidenceOf(documents)
    const prepared = prepare(evidence)
    const again = measure(() => prepared.explain(request), 15, warmMs)
    const whole = measure(() => explain({ request, evidence }), 15, warmMs)
    const { decision } = prepared.explain(request)
    print(`${name} (${decision}): prepared ${µs(again)}, unprepared ${µs(whole)}, ratio ${(whole / again).toFixed(1)}`)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) benchExplain(console.log)
