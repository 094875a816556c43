/** `npm run bench`: medians of what must be quick. No test hangs on them; they are read by people. */
import { benchExplain } from './explain.mjs'
import { benchExtract } from './extract.mjs'
import { benchPolicy } from './policy.mjs'

const print = (line) => console.log(`  ${line}`)

console.log(`Node ${process.version}, ${process.arch}`)
console.log('Policies')
benchPolicy(print)
console.log('The whole of explain')
benchExplain(print)
console.log('Extraction')
benchExtract(print)
