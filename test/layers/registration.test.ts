import { readdirSync, readFileSync } from 'node:fs'
import { compilePolicies } from '../../src/decide/compiled-policies.ts'
import { diagnoseFacts } from '../../src/explain.ts'
import { defineLayer, verdict } from '../../src/layer.ts'
import { layers } from '../../src/layers/index.ts'
import { truthOf } from '../../src/policy/truth.ts'
import { advice } from '../../src/policy-layer.ts'
import { readScenario } from '../../src/scenario/scenario.ts'

const source = new URL('../../src/', import.meta.url)

/** Text without its comments, which may speak of a layer. */
const codeOf = (path: string): string =>
  readFileSync(new URL(path, source), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')

const filesIn = (folder: string): string[] =>
  readdirSync(new URL(folder, source))
    .map((name) => `${folder}${name}`)
    .filter((path) => path.endsWith('.ts'))

const rooms = ['decide/', 'wording/', 'mend/', 'policy/', 'grants/', 'refusal/', 'scenario/', 'layers/']
const files = ['explain.ts', 'layer.ts', 'policy-layer.ts', 'diagnosis.ts', ...rooms.flatMap(filesIn)]

describe('no layer is named outside its own file', () => {
  test.each(layers.map(({ name }) => name))('%s', (name) => {
    const naming = files.filter((path) => new RegExp(`['"\`]${name}['"\`]`).test(codeOf(path)))
    expect(naming).toEqual([`layers/${name}.ts`])
  })

  test('each file of layers/ but the list is one layer, and in the list', () => {
    const listed = layers.map(({ name }) => `layers/${name}.ts`)
    expect(filesIn('layers/').filter((path) => path !== 'layers/index.ts')).toEqual([...listed].sort())
  })

  test('no layer imports another', () => {
    const importing = filesIn('layers/').filter((path) => path !== 'layers/index.ts' && /from '\.\//.test(codeOf(path)))
    expect(importing).toEqual([])
  })

  test('each has a title, a page of AWS and what would settle it', () => {
    for (const { title, docs, settle } of layers) {
      expect(title).not.toBe('')
      expect(docs).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//)
      expect(settle([])).not.toBe('')
    }
  })
})

/** Nobody is let in on the day of the fair. */
const fairDay = defineLayer({
  name: 'fair-day',
  title: 'Fair day',
  label: ({ bucket }) => `the fair at \`${bucket}\``,
  docs: 'https://docs.aws.amazon.com/',
  part: 'guard',
  isNamedBy: () => false,
  settle: () => 'Say whether the fair is on.',
  evaluate: ({ context, bucket }) => {
    const day = context('fair:day')
    return verdict({
      denies: day.kind === 'values' ? truthOf(day.values.includes('today')) : day.kind === 'absent' ? 'no' : 'maybe',
      missing: ['fair:Day'],
      explain: () => `The fair is on at \`${bucket}\`.`,
      nextStep: () => advice({ owner: 'the mayor', text: 'Come back tomorrow.' }),
    })
  },
})

/** A request that nothing else denies. */
const diagnoseWith = (context: Record<string, string | null>) => {
  const { request, evidence } = readScenario({
    request: {
      principal: 'arn:aws:iam::111122223333:role/etl-runner',
      operation: 'GetObject',
      bucket: 'acme-reports',
      key: '2026/q3.csv',
      context,
    },
    evidence: {
      identityPolicies: [
        {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme-reports/*' }],
        },
      ],
    },
  })
  return diagnoseFacts(request, evidence, compilePolicies(evidence), [...layers, fairDay])
}

describe('a layer is one file and one line in the list', () => {
  test('where it denies, it blocks, makes the headline and gives the next step', () => {
    const diagnosis = diagnoseWith({ 'fair:Day': 'today' })
    expect(diagnosis).toMatchObject({
      decision: 'explicitDeny',
      likely: { layer: 'fair-day', certainty: 'proven' },
      cause: 'explicit-deny',
      headline: 'Denied by the fair at `acme-reports`',
      explanation: 'The fair is on at `acme-reports`.',
      blockedBy: [{ layer: 'fair-day', title: 'Fair day', decision: 'explicitDeny' }],
      nextStep: { owner: 'the mayor', text: 'Come back tomorrow.' },
    })
  })

  test('where its fact is missing, it is an open question with what would settle it', () => {
    expect(diagnoseWith({})).toMatchObject({
      decision: 'undetermined',
      likely: { layer: 'fair-day', certainty: 'likely' },
      openQuestions: [{ layer: 'fair-day', missing: ['fair:Day'] }],
    })
  })

  test('where it does not deny, it is listed and stops nothing', () => {
    const { decision, likely, layers: all } = diagnoseWith({ 'fair:Day': null })
    expect({ decision, likely, last: all.at(-1) }).toEqual({
      decision: 'allowed',
      likely: null,
      last: { layer: 'fair-day', title: 'Fair day', decision: 'allowed' },
    })
  })
})
