import { describeConversation } from './slack-conversation.ts'
import { aMoment, fromBot, postCommand, wire } from './slack-workspace.ts'

describeConversation('http')

describe('only Slack is heard', () => {
  const fields = { text: 'acme-reports/2026/q3.csv as etl-runner' }

  test.each([
    ['a forged signature', { secret: 'guessed' }],
    ['a signature of six minutes ago', { ageSeconds: 360 }],
    ['a signature of six minutes from now', { ageSeconds: -360 }],
  ])('%s gets 401 and does no work', async (_, how) => {
    const wired = await wire('http')
    expect((await postCommand(wired, fields, how)).status).toBe(401)
    await aMoment()
    expect(wired.reader.asks).toEqual([])
    expect(fromBot(wired.standIn, wired.joined)).toEqual([])
  })

  test('no signature at all gets 401', async () => {
    const wired = await wire('http')
    const answer = await fetch(`${wired.address()}/slack/events`, { method: 'POST', body: '{}' })
    expect(answer.status).toBe(401)
  })

  test('the same signed request, sent again, does no work again', async () => {
    const wired = await wire('http')
    const trigger_id = 'trigger-once'
    expect((await postCommand(wired, { ...fields, trigger_id })).status).toBe(200)
    await postCommand(wired, { ...fields, trigger_id })
    await aMoment()
    expect(wired.reader.asks).toHaveLength(1)
  })
})

test.each(['/healthz', '/readyz', '/metrics'])('%s answers 200', async (path) => {
  const wired = await wire('http')
  expect((await fetch(`${wired.address()}${path}`)).status).toBe(200)
})
