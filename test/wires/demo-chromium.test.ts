import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Debian's and Ubuntu's; another one is named by the variable. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const isThere = existsSync(executablePath)
if (!isThere) console.warn(`NOT TESTED: the demo's page, since there is no Chromium at ${executablePath}`)

/** A folder for pictures of what was seen; none are taken without it. */
const pictures = process.env.S3DENIED_SCREENSHOTS

const onlyWithChromium = isThere ? describe : describe.skip

onlyWithChromium('npm run demo, in Chromium', () => {
  let demo: ChildProcess
  let browser: Browser
  let page: Page
  let address = ''
  const faults: string[] = []

  beforeAll(async () => {
    demo = spawn('npm', ['run', '--silent', 'demo', '--', '--port', '0'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    address = await addressOf(demo)
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  })

  afterAll(async () => {
    await browser?.close()
    // The whole group: npm, its shell and the demo.
    if (demo.pid !== undefined && demo.exitCode === null) {
      process.kill(-demo.pid, 'SIGTERM')
      await once(demo, 'exit')
    }
  })

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1360, height: 900 } })
    page.setDefaultTimeout(10_000)
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    page.on('request', (request) => {
      if (!request.url().startsWith(address)) faults.push(`asked for ${request.url()}`)
    })
    await page.goto(address)
    await page.locator('#channels button').first().waitFor()
  })

  afterEach(async () => {
    const name = (expect.getState().currentTestName ?? 'page').replaceAll(/\W+/g, '-')
    if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}.png` })
    await page.close()
    expect(faults.splice(0)).toEqual([])
  })

  const open = (channel: string) => page.locator('#channels button', { hasText: channel }).click()
  const lastThread = () => page.locator('.item').last().locator('.thread')
  async function type(text: string): Promise<void> {
    await page.locator('#typed').fill(text)
    await page.locator('#typed').press('Enter')
  }

  test('says that it is a demo', async () => {
    expect(await page.locator('.banner').textContent()).toMatch(/demo.*made-up organization.*No AWS and no Slack/is)
  })

  test('a typed /s3denied gets its diagnosis in the thread', async () => {
    await open('data-eng')
    await type('/s3denied acme-reports/2026/q3.csv as etl-runner')
    await lastThread().getByText('Reading AWS').waitFor()
    await lastThread().getByText('Denied by the bucket policy of').waitFor()
    const said = (await lastThread().textContent()) ?? ''
    expect(said).toContain('DenyOutsideVpce')
    expect(said).toContain('etl-runner')
    expect(said).toContain('arn:aws:s3:::acme-reports/2026/q3.csv')
    expect(said).toContain('put-bucket-policy')
  })

  test('an incident that is declared here gets its automatic reply', async () => {
    await page.locator('#declare').click()
    await page.locator('#incident-name').fill('CI cannot upload!')
    await page.locator('#incident-name').press('Enter')
    await page.locator('#channel-title', { hasText: 'ci-cannot-upload' }).waitFor()
    await page.getByText('has joined the channel').waitFor()
    await type(
      'upload failed: dist/app.tgz to s3://acme-build-artifacts/web/1.42.0/app.tgz An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::111122223333:assumed-role/ci-deploy/GitHubActions is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::acme-build-artifacts/web/1.42.0/app.tgz" because no identity-based policy allows the s3:PutObject action',
    )
    await lastThread().getByText('Not allowed by the identity-based policies').waitFor()
  })

  test('ordinary talk gets nothing', async () => {
    await open('data-eng')
    const threads = await page.locator('.thread').count()
    await type('lunch?')
    await page.getByText('lunch?').waitFor()
    await page.waitForTimeout(900)
    expect(await page.locator('.thread').count()).toBe(threads)
  })

  test('Check again and Evidence work, and the keyboard stays on the button', async () => {
    await open('data-eng')
    await type('/s3denied acme-uploads/in/cat-4711.png as thumbnailer')
    const again = lastThread().getByRole('button', { name: 'Check again' })
    await again.press('Enter')
    await lastThread().getByText('Reading AWS again').waitFor()
    await lastThread().getByText('There is no object').waitFor()
    expect(await again.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true)
    await lastThread().getByRole('button', { name: 'Evidence' }).press('Enter')
    await lastThread().locator('.ephemeral').getByText('Only visible to you').first().waitFor()
  })

  test('an error in an ordinary channel gets nothing until the shortcut, or a mention in its thread, asks for it', async () => {
    await open('data-eng')
    const error = 'AccessDenied on s3://acme-uploads/in/cat-4711.png as arn:aws:iam::111122223333:role/thumbnailer'
    await type(error)
    await page.getByText(error).waitFor()
    const asked = page.locator('.item', { hasText: error })
    await asked.getByRole('button', { name: 'Diagnose S3 denial' }).press('Enter')
    await asked.getByText('There is no object').waitFor()

    await type(`again: ${error}`)
    const again = page.locator('.item', { hasText: `again: ${error}` })
    await again.getByRole('button', { name: 'Reply in thread' }).press('Enter')
    await type('@s3denied why?')
    await again.getByText('There is no object').waitFor()
  })

  test('where the bot is no member, /s3denied answers all the same', async () => {
    await open('random')
    await type('/s3denied acme-exports/nightly/2026-11-24/orders.parquet as nightly-export')
    await page.getByText('Not allowed by the identity-based policies').waitFor()
  })

  test('an example fills the composer, in a channel where it belongs', async () => {
    await open('random')
    await page.locator('.example', { hasText: 'A stack trace in an incident' }).click()
    expect(await page.locator('#channel-title').textContent()).toContain('inc-')
    expect(await page.locator('#typed').inputValue()).toContain('Traceback')
  })

  test('markup in what is typed stays text', async () => {
    await open('data-eng')
    await type('<img src=x onerror="document.title=1"> <!channel> *hi*')
    await page.getByText('<img src=x onerror').waitFor()
    expect(await page.locator('.message img').count()).toBe(0)
    expect(await page.title()).toBe('s3denied demo')
  })

  test.each([360, 768, 1360])('nothing sticks out at %d pixels', async (width) => {
    await page.setViewportSize({ width, height: 740 })
    await open('exports-403')
    await page.locator('.thread').first().waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    expect(await page.evaluate('document.querySelector("#scroller").scrollWidth')).toBeLessThanOrEqual(width)
  })
})

/** The address that the demo prints; an error where it ends without one. */
function addressOf(demo: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    demo.stdout?.on('data', (part) => {
      said += String(part)
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)
      if (found !== null) resolve(found[0])
    })
    demo.once('exit', (code) => reject(new Error(`npm run demo ended with ${code}: ${said}`)))
  })
}
