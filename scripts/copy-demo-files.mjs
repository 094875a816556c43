// The demo's files that no compiler makes: the page's markup and style, and the organization's evidence files.
import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))

for (const file of ['page/index.html', 'page/style.css', 'page/icon.svg'])
  cpSync(at(`src/demo/${file}`), at(`dist/demo/${file}`))
cpSync(at('src/demo/organization'), at('dist/demo/organization'), { recursive: true })
