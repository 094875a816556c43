import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { renderDiagnosis } from '../src/cli/render.ts'
import type { Diagnosis } from '../src/diagnosis.ts'
import { explain } from '../src/explain.ts'
import { layers } from '../src/layers/index.ts'

/** Scenarios whose answers are held word for word, to be read aloud: every layer, cause and certainty. */
const told = [
  'ap-policy-denies',
  'ap-vpc-origin-outside',
  'boundary-another-bucket',
  'bucket-acl-header-missing',
  'bucket-address-guard-outside',
  'bucket-names-account-identity-silent',
  'caller-wrong-and-explicit-deny',
  'caller-wrong-environment',
  'change-endpoint-policy',
  'change-key-policy',
  'condition-variable-other-user',
  'copy-source-key-not-usable',
  'cross-another-prefix',
  'identity-another-prefix',
  'message-identity-explicit-arn',
  'message-scp-implicit',
  'multi-cross-three',
  'multi-five-denies',
  'notpolicy-clock-skew',
  'object-compliance',
  'object-missing-anonymous',
  'ownership-bucket-policy-cannot-grant',
  'pab-account-refuses-acl',
  'pab-ignore-public-acls',
  'rcp-of-account',
  'scp-unit-without-allow',
  'session-explicit-deny',
  'session-federated-without-policy',
  'unknown-address',
  'unknown-bucket-and-session',
  'unknown-bucket-policy',
  'unknown-endpoint',
  'unknown-identity-policies',
  'unknown-object',
  'unknown-ownership',
  'unknown-rcps',
  'unknown-three-suspects',
  'vpce-deny',
]

const golden = new URL('golden/explanations/', import.meta.url)

const diagnose = (name: string): Diagnosis =>
  explain(JSON.parse(readFileSync(new URL(`scenarios/${name}.json`, import.meta.url), 'utf8')))

/** Writing is asked for (`GOLDEN=write npm run jest -- test/explain-wording`), and fails, so that no run proves itself. */
const writes = process.env.GOLDEN === 'write'

describe('what is said stands in its golden file', () => {
  test.each(told)('%s', (name) => {
    const file = new URL(`${name}.txt`, golden)
    const now = `${renderDiagnosis(diagnose(name))}\n`
    if (writes) {
      writeFileSync(file, now)
      throw new Error('written; read it aloud, then run without GOLDEN')
    }
    if (!existsSync(file)) throw new Error(`no golden file ${name}.txt; GOLDEN=write writes it`)
    expect(now).toBe(readFileSync(file, 'utf8'))
  })

  test('no golden file is left over', () => {
    expect(readdirSync(golden).sort()).toEqual(told.map((name) => `${name}.txt`))
  })
})

describe('the golden files cover', () => {
  const diagnoses = told.map(diagnose)
  const all = <T>(read: (diagnosis: Diagnosis) => T | undefined) => new Set(diagnoses.map(read))

  test('each layer as the headline', () => {
    expect(all(({ likely }) => likely?.layer)).toEqual(new Set([...layers.map(({ name }) => name), undefined]))
  })

  test('each cause and each certainty', () => {
    expect([...all(({ cause }) => cause ?? undefined)].sort()).toEqual(
      [
        'bucket-level-control',
        'explicit-deny',
        'missing-allow',
        'not-a-policy',
        'related-permission',
        'scope-mismatch',
        'wrong-caller',
        undefined,
      ].sort(),
    )
    expect(all(({ likely }) => likely?.certainty)).toEqual(new Set(['proven', 'likely', 'possible', undefined]))
  })
})

const files = readdirSync(new URL('scenarios/', import.meta.url)).filter((name) => name.endsWith('.json'))

test('every answer to every scenario is whole: sentences with an end, no hole, no placeholder of code', () => {
  const odd = files.flatMap((file) => {
    const { headline, explanation, blockedBy, openQuestions, notes, nextStep } = diagnose(file.replace('.json', ''))
    const sentences = [
      ...(explanation === '' ? [] : [explanation]),
      ...blockedBy.map((one) => one.explanation),
      ...openQuestions.map(({ settle }) => settle),
      ...notes.map(({ text }) => text),
      ...(nextStep === null ? [] : [nextStep.text]),
    ]
    const texts = [...sentences, headline, ...(nextStep === null ? [] : [nextStep.owner, ...nextStep.commands])]
    return [
      ...sentences.filter((text) => !/^[A-Z`].*[.)]$/s.test(text) || /\.\.|\s\s|\s[.,;]/.test(text)),
      ...texts.filter(
        (text) => text.trim() === '' || /undefined|null\b|\[object|NaN|\$\{(?!aws:|s3:|[*?$]})/.test(text),
      ),
      ...texts.filter((text) => (text.match(/`/g) ?? []).length % 2 === 1),
    ].map((text) => `${file}: ${text}`)
  })
  expect(odd).toEqual([])
})
