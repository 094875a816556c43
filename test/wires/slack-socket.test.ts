import { you } from '../../src/demo/acme.ts'
import { describeConversation } from './slack-conversation.ts'
import { aMoment, fromBot, isVerdict, until, wire } from './slack-workspace.ts'

describeConversation('socket')

test('after Slack refreshes the connection the bot is heard again', async () => {
  const { standIn, joined } = await wire('socket')
  expect(standIn.socket.accepted()).toBe(1)
  standIn.socket.disconnect('refresh_requested')
  while (standIn.socket.accepted() < 2) await aMoment()
  await standIn.command(you.id, joined, '/s3denied', 'acme-reports/2026/q3.csv as etl-runner')
  await until('the verdict', () => fromBot(standIn, joined).find(isVerdict))
})

test.each(['/healthz', '/readyz', '/metrics'])('%s answers 200', async (path) => {
  const wired = await wire('socket')
  expect((await fetch(`${wired.address()}${path}`)).status).toBe(200)
})
