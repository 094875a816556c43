import { s3deniedCommand } from '../../src/slack/listeners/command/s3denied.ts'
import type { SlackWeb } from '../../src/slack/web.ts'
import { anna, command, createFakes, methods, refusal } from './fakes.ts'

type Fakes = ReturnType<typeof createFakes>

const run = async (fakes: Fakes, text: string, more: Record<string, string> = {}): Promise<void> =>
  s3deniedCommand(fakes.deps)({ command: command(text, more), ack: fakes.ack, respond: fakes.respond })

describe('/s3denied', () => {
  test('acknowledges first, names the ask, and answers in its thread, edited in place', async () => {
    const fakes = createFakes()
    await run(fakes, 'acme-reports/2026/q3.csv')
    const [ack, asked, reading, answer] = fakes.sent
    expect(methods(fakes.sent)).toEqual(['ack', 'post', 'post', 'update'])
    expect(ack).toEqual({ method: 'ack' })
    expect(asked?.text).toBe('S3 denial acme-reports/2026/q3.csv as etl-runner · asked by anna')
    expect(asked?.thread_ts).toBeUndefined()
    expect(reading).toMatchObject({ channel: 'C0DATAENG1', thread_ts: 'posted-1' })
    expect(reading?.text).toMatch(/^Reading AWS: /)
    expect(answer).toMatchObject({ channel: 'C0DATAENG1', ts: 'posted-2' })
    expect(answer?.text).toMatch(/^There is no bucket acme-reports\n/)
  })

  test('acknowledges although AWS hangs, and says so at the deadline', async () => {
    const fakes = createFakes({ reader: { read: () => new Promise(() => {}) }, deadlineMs: 30 })
    const done = run(fakes, 'acme-reports/x')
    expect(methods(fakes.sent)).toEqual(['ack'])
    await done
    expect(fakes.sent.at(-1)?.text).toMatch(/^AWS did not answer within 0.03 seconds/)
  })

  test('the same command delivered again is answered once', async () => {
    const fakes = createFakes()
    await run(fakes, 'acme-reports/x', { trigger_id: 'same' })
    await run(fakes, 'acme-reports/x', { trigger_id: 'same' })
    expect(methods(fakes.sent)).toEqual(['ack', 'post', 'post', 'update', 'ack'])
  })

  test.each(['help', '', 'nonsense'])(
    '%p gets what it takes, with an example, only to the one who typed',
    async (text) => {
      const fakes = createFakes()
      await run(fakes, text)
      expect(methods(fakes.sent)).toEqual(['ack', 'respond'])
      expect(fakes.sent[1]).toMatchObject({ ts: 'ephemeral' })
      expect(fakes.sent[1]?.text).toContain('/s3denied acme-reports/2026/q3.csv as etl-runner')
    },
  )

  test('where the bot is no member, the answer goes to the channel through response_url', async () => {
    const fakes = createFakes({ refuse: { post: 'not_in_channel' } })
    await run(fakes, 'acme-reports/x')
    expect(methods(fakes.sent)).toEqual(['ack', 'respond', 'respond'])
    expect(fakes.sent.slice(1)).toMatchObject([{ ts: 'ephemeral' }, { ts: 'in_channel' }])
  })

  test.each([
    ['shared with another organization', { isShared: true }],
    ['of which Slack says nothing', 'channel_not_found'],
  ])('in a channel %s only the asker sees the answer, and nothing is posted', async (_, info) => {
    const fakes = createFakes({ channels: { C0DATAENG1: info } })
    await run(fakes, 'acme-reports/x')
    expect(methods(fakes.sent)).toEqual(['ack', 'respond', 'respond'])
    expect(fakes.sent.slice(1)).toMatchObject([{ ts: 'ephemeral' }, { ts: 'ephemeral in place' }])
    expect(fakes.sent[2]?.text).toContain('Only you see this')
  })

  test('somebody of another organization is refused', async () => {
    const fakes = createFakes({ channels: { C0DATAENG1: { isShared: true } } })
    await run(fakes, 'acme-reports/x', { team_id: 'T0OTHER001' })
    expect(methods(fakes.sent)).toEqual(['ack', 'respond'])
    expect(fakes.sent[1]?.text).toContain('only members of the workspace')
  })

  describe('who may ask', () => {
    const refused = async (world: Parameters<typeof createFakes>[0]): Promise<string> => {
      const fakes = createFakes(world)
      await run(fakes, 'acme-reports/x')
      return methods(fakes.sent).includes('post') ? 'answered' : String(fakes.sent[1]?.text)
    }

    test('in the listed channels, by id or by name, and in incidents', async () => {
      expect(await refused({ settings: { allowedChannels: ['C0OTHER001'] } })).toContain('S3DENIED_ALLOWED_CHANNELS')
      expect(await refused({ settings: { allowedChannels: ['C0DATAENG1'] } })).toBe('answered')
      const settings = { allowedChannels: ['data-eng'] }
      expect(await refused({ settings, channels: { C0DATAENG1: { name: 'data-eng' } } })).toBe('answered')
      expect(await refused({ settings, channels: { C0DATAENG1: { name: 'inc-1' } } })).toBe('answered')
      expect(await refused({ settings, channels: { C0DATAENG1: { name: 'random' } } })).toContain('may not answer')
    })

    test('the listed user groups, and nobody where Slack does not say who is in them', async () => {
      const settings = { allowedUserGroups: ['S0ONCALL01', 'S0DATA0001'] }
      expect(await refused({ settings, groups: { S0DATA0001: [anna] } })).toBe('answered')
      expect(await refused({ settings })).toContain('Only members of the user groups')
      expect(await refused({ settings, groups: { S0ONCALL01: 'plan_upgrade_required' } })).toContain('I answer nobody')
      expect(await refused({ settings, groups: { S0ONCALL01: 'missing_scope', S0DATA0001: [anna] } })).toBe('answered')
    })
  })

  test('a fault of ours is logged with its cause, and the person gets its number', async () => {
    const reader = {
      read: async () => {
        throw new Error('unexpected, near AKIAIOSFODNN7EXAMPLE')
      },
    }
    const fakes = createFakes({ reader })
    await run(fakes, 'acme-reports/x')
    expect(fakes.sent.at(-1)?.text).toContain('fault-1')
    const line = fakes.logged.find(({ level }) => level === 'error')
    expect(line).toMatchObject({ id: 'fault-1', err: { message: 'unexpected, near [access key]' } })
    expect(JSON.stringify(fakes.logged)).not.toContain('AKIAIOSFODNN7EXAMPLE')
  })

  test('an answer whose thread was deleted is taken back, and the asker is told', async () => {
    const fakes = createFakes({ gone: ['posted-1'] })
    await run(fakes, 'acme-reports/x')
    expect(methods(fakes.sent)).toEqual(['ack', 'post', 'post', 'remove', 'respond'])
    expect(fakes.sent.at(-1)?.text).toContain('was deleted meanwhile')
  })

  test('an answer that was deleted while AWS was read is nobody’s loss', async () => {
    const fakes = createFakes({ refuse: { update: 'message_not_found' } })
    await run(fakes, 'acme-reports/x')
    expect(fakes.logged.filter(({ level }) => level === 'error')).toEqual([])
  })

  test('an answer whose blocks Slack refuses is sent as words', async () => {
    const fakes = createFakes()
    let updates = 0
    const web: SlackWeb = {
      ...fakes.deps.web,
      update: async (position, message) => {
        if (updates++ === 0) throw refusal('msg_blocks_too_long')
        await fakes.deps.web.update(position, message)
      },
    }
    await s3deniedCommand({ ...fakes.deps, web })({
      command: command('acme-reports/x'),
      ack: fakes.ack,
      respond: fakes.respond,
    })
    expect(fakes.sent.at(-1)?.blocks?.map(({ type }) => type)).toEqual(['rich_text'])
    expect(fakes.sent.at(-1)?.text).toContain('There is no bucket acme-reports')
  })

  test('a stop tells the one who waits', async () => {
    const fakes = createFakes({ reader: { read: () => new Promise(() => {}) }, deadlineMs: 200 })
    const done = fakes.deps.jobs.run(() => run(fakes, 'acme-reports/x'))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await fakes.deps.jobs.drain(20, 100)).toBe(1)
    expect(fakes.sent.at(-1)).toMatchObject({ method: 'update', ts: 'posted-2' })
    expect(fakes.sent.at(-1)?.text).toContain('was restarted')
    await done
  })
})
