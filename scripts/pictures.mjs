// Takes the pictures of docs/ anew: the demo's page in Chromium, with what a person would type. `npm run pictures`
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** Each shows the last thread of a channel once it says `until`; `page` is the whole page instead. */
const pictures = [
  {
    file: 'demo.png',
    page: true,
    channel: 'exports-403',
    until: 'Not allowed by the identity-based policies',
    height: 940,
    scale: 1,
  },
  {
    file: 'bucket-policy.png',
    channel: 'data-eng',
    typed: '/s3denied acme-reports/2026/q3.csv as etl-runner',
    until: 'Denied by the bucket policy',
  },
  {
    file: 'used-to-work.png',
    channel: 'data-eng',
    typed:
      '@s3denied it worked yesterday, now 403 on s3://acme-billing/invoices/2026-11/inv-20417.pdf as arn:aws:iam::444455556666:role/invoice-api',
    until: 'Denied by the bucket policy',
    dark: true,
  },
  {
    file: 'could-not-tell.png',
    channel: 'data-eng',
    typed: '/s3denied acme-legal-holds/2026/case-118/index.json as case-search',
    until: 's3:GetBucketPolicy refused',
  },
]

const demo = spawn(process.execPath, [at('dist/demo/main.js'), '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
const [said] = await once(demo.stdout, 'data')
const address = /http:\S+/.exec(String(said))?.[0]
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  for (const picture of pictures) await take(picture)
} finally {
  await browser.close()
  demo.kill()
}

async function take({ file, channel, typed, until, page: whole = false, dark = false, height = 2400, scale = 1.25 }) {
  const page = await browser.newPage({
    viewport: { width: whole ? 1360 : 1320, height },
    colorScheme: dark ? 'dark' : 'light',
    deviceScaleFactor: scale,
  })
  await page.goto(address)
  await page.locator('#channels button', { hasText: channel }).click()
  if (typed !== undefined) {
    await page.locator('#typed').fill(typed)
    await page.locator('#typed').press('Enter')
    await page.waitForTimeout(300)
  }
  const thread = page.locator('.item').last()
  await thread.getByText(until).first().waitFor()
  await page.mouse.move(0, 0)
  await (whole ? page : thread).screenshot({ path: at(`docs/${file}`) })
  await page.close()
  console.log(`docs/${file}`)
}
