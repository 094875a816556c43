import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The linter holds the import rules; here each is broken once, in a folder laid out like ours. */

const root = fileURLToPath(new URL('..', import.meta.url))

const forbidden: readonly (readonly [file: string, imports: string])[] = [
  ['src/layers/x.ts', './bucket-policy.ts'],
  ['src/layers/x1.ts', '../aws/index.ts'],
  ['src/policy/x.ts', 'node:fs'],
  ['src/extract/x.ts', 'node:child_process'],
  ['src/decide/x.ts', '../layers/bucket-policy.ts'],
  ['src/decide/x1.ts', '../aws/index.ts'],
  ['src/mend/x.ts', '@aws-sdk/client-s3'],
  ['src/wording/x.ts', '@slack/bolt'],
  ['src/scenario/x.ts', '../slack/app.ts'],
  ['src/evidence.ts', './aws/index.ts'],
  ['src/explain.ts', 'node:fs'],
  ['src/slack/x.ts', '@aws-sdk/client-s3'],
  ['src/slack/x1.ts', '../aws/index.ts'],
  ['src/aws/x.ts', '../slack/app.ts'],
  ['src/aws/x1.ts', '@slack/bolt'],
  ['src/cli/x.ts', '@aws-sdk/client-sts'],
  ['src/demo/x.ts', '@aws-sdk/client-s3'],
]

const permitted: readonly (readonly [file: string, imports: string])[] = [
  ['src/layers/index.ts', './bucket-policy.ts'],
  ['src/layers/y.ts', '../mend/grant.ts'],
  ['src/policy/y.ts', 'ipaddr.js'],
  ['src/scenario/y.ts', 'zod'],
  ['src/decide/y.ts', '../policy/truth.ts'],
  ['src/aws/y.ts', '@aws-sdk/client-s3'],
  ['src/slack/y.ts', '@slack/bolt'],
  ['src/demo/y.ts', '../slack/bot.ts'],
  ['src/cli/y.ts', '../aws/index.ts'],
]

interface Report {
  readonly diagnostics: readonly { readonly category: string; readonly location: { readonly path: unknown } }[]
}

/** The files that break an import rule. */
function lint(files: typeof forbidden): string[] {
  const folder = mkdtempSync(join(tmpdir(), 's3denied-imports-'))
  try {
    cpSync(join(root, 'biome.json'), join(folder, 'biome.json'))
    for (const [file, imports] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), `import { x } from '${imports}'\n\nexport const y = x\n`)
    }
    const report: Report = JSON.parse(run(folder))
    const broken = report.diagnostics.filter(({ category }) => category === 'lint/style/noRestrictedImports')
    return [...new Set(broken.map(({ location }) => JSON.stringify(location.path)))]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function run(folder: string): string {
  const args = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', 'src']
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  return spawnSync(process.execPath, [biome, ...args], { cwd: folder, encoding: 'utf8' }).stdout
}

test('every forbidden import is told', () => {
  const told = lint(forbidden).join(' ')
  expect(forbidden.map(([file]) => file).filter((file) => !told.includes(file))).toEqual([])
})

test('no permitted import is', () => {
  expect(lint(permitted)).toEqual([])
})
