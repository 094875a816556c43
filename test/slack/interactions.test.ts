import type { MessageShortcut } from '@slack/bolt'
import type { Ask } from '../../src/ask.ts'
import { checkAgain } from '../../src/slack/listeners/action/check-again.ts'
import { evidence } from '../../src/slack/listeners/action/evidence.ts'
import { diagnoseDenial } from '../../src/slack/listeners/shortcut/diagnose-denial.ts'
import { readAsk, writeAsk } from '../../src/slack/messages/ask-value.ts'
import { anna, createFakes, methods, team } from './fakes.ts'
import { evidence as facts } from './samples.ts'

type Fakes = ReturnType<typeof createFakes>

const channel = 'C0INCIDENT1'
const ask: Ask = { bucket: 'acme-reports', key: '2026/q3.csv', principal: 'etl-runner', operation: 'GetObject' }

/** Reads the sample's facts: a bucket policy that denies by a named statement. */
const reader = {
  read: async () => ({
    kind: 'read' as const,
    request: {
      principal: 'arn:aws:iam::111122223333:role/etl-runner',
      operation: 'GetObject',
      bucket: 'acme-reports',
      key: '2026/q3.csv',
      context: { 'aws:SourceIp': '203.0.113.9', 'aws:SourceVpce': null },
    },
    evidence: facts,
    readAs: ['s3denied-readonly'],
    assumptions: [],
  }),
}

let triggers = 0

const press = (fakes: Fakes, value: string, container: Readonly<Record<string, unknown>> = {}) => ({
  action: {
    type: 'button' as const,
    action_id: 'any',
    block_id: 'b',
    text: { type: 'plain_text' as const, text: 'any' },
    value,
    action_ts: '1.0',
  },
  body: {
    type: 'block_actions' as const,
    actions: [],
    team: { id: team, domain: 'acme' },
    user: { id: anna, username: 'anna', team_id: team },
    channel: { id: channel, name: 'inc-1' },
    message: { type: 'message' as const, ts: '1.5' },
    token: '',
    response_url: '',
    trigger_id: `press-${++triggers}`,
    api_app_id: 'A0DENIED01',
    container,
  },
  ack: fakes.ack,
  respond: fakes.respond,
})

const value = writeAsk(ask) ?? ''

describe('Check again', () => {
  test('reads AWS anew and edits the answer in place', async () => {
    const fakes = createFakes()
    await checkAgain(fakes.deps)(press(fakes, value))
    expect(methods(fakes.sent)).toEqual(['ack', 'update', 'update'])
    expect(fakes.sent[1]).toMatchObject({ channel, ts: '1.5' })
    expect(fakes.sent[1]?.text).toContain('Reading AWS again')
    expect(fakes.sent[2]?.text).toContain('There is no bucket')
  })

  test('pressed twice reads once', async () => {
    const fakes = createFakes()
    await Promise.all([checkAgain(fakes.deps)(press(fakes, value)), checkAgain(fakes.deps)(press(fakes, value))])
    expect(methods(fakes.sent).filter((method) => method === 'update')).toHaveLength(2)
    await checkAgain(fakes.deps)(press(fakes, value))
    expect(methods(fakes.sent).filter((method) => method === 'update')).toHaveLength(4)
  })

  test('in what only one person sees replaces that', async () => {
    const fakes = createFakes()
    await checkAgain(fakes.deps)(press(fakes, value, { is_ephemeral: true, thread_ts: '1.0' }))
    expect(fakes.sent.slice(1)).toMatchObject([
      { method: 'respond', ts: 'ephemeral in place', thread_ts: '1.0' },
      { method: 'respond', ts: 'ephemeral in place', thread_ts: '1.0' },
    ])
  })

  test('in a channel that has become shared never replaces what all see', async () => {
    const fakes = createFakes({ channels: { [channel]: { isShared: true } } })
    await checkAgain(fakes.deps)(press(fakes, value))
    expect(fakes.sent.slice(1)).toMatchObject([
      { method: 'respond', ts: 'ephemeral' },
      { method: 'respond', ts: 'ephemeral' },
    ])
  })

  test('of an answer that the bot cannot edit goes through response_url, in its place', async () => {
    const fakes = createFakes({ refuse: { update: 'not_in_channel' } })
    await checkAgain(fakes.deps)(press(fakes, value))
    expect(fakes.sent.slice(1)).toMatchObject([
      { method: 'respond', ts: 'in_channel in place' },
      { method: 'respond', ts: 'in_channel in place' },
    ])
  })

  test('with a value of another version says to ask again', async () => {
    const fakes = createFakes()
    await checkAgain(fakes.deps)(press(fakes, 'v0'))
    expect(fakes.sent[1]?.text).toContain('another version')
  })

  test('by somebody who may not ask is refused', async () => {
    const fakes = createFakes({ settings: { allowedUserGroups: ['S0ONCALL01'] } })
    await checkAgain(fakes.deps)(press(fakes, value))
    expect(methods(fakes.sent)).toEqual(['ack', 'respond'])
  })
})

describe('Evidence', () => {
  test('shows the deciding statement to the one who pressed, in the thread', async () => {
    const fakes = createFakes({ reader })
    await evidence(fakes.deps)(press(fakes, value, { thread_ts: '1.0' }))
    expect(new Set(methods(fakes.sent))).toEqual(new Set(['ack', 'respond']))
    expect(fakes.sent[1]).toMatchObject({ ts: 'ephemeral', thread_ts: '1.0' })
    expect(fakes.sent[1]?.text).toContain('"Sid": "DenyOutsideVpce"')
  })

  test.each([
    ['a guest', { isGuest: true }, 'Guests may not'],
    ['somebody of another organization', { teamIds: ['T0OTHER001'] }, 'Only members'],
    ['a stranger', { isStranger: true }, 'Only members'],
    ['somebody of whom Slack says nothing', 'user_not_found', 'Slack did not say'],
  ])('%s is refused before AWS is asked', async (_, user, words) => {
    let asked = 0
    const counted = {
      read: () => {
        asked++
        return reader.read()
      },
    }
    const fakes = createFakes({ reader: counted, users: { [anna]: user } })
    await evidence(fakes.deps)(press(fakes, value))
    expect(methods(fakes.sent)).toEqual(['ack', 'respond'])
    expect(fakes.sent[1]?.text).toContain(words)
    expect(asked).toBe(0)
  })

  test('that a stop interrupts says so', async () => {
    const fakes = createFakes({ reader: { read: () => new Promise(() => {}) }, deadlineMs: 150 })
    const done = fakes.deps.jobs.run(() => evidence(fakes.deps)(press(fakes, value)))
    await new Promise((resolve) => setTimeout(resolve, 20))
    await fakes.deps.jobs.drain(10, 100)
    expect(fakes.sent.at(-1)?.text).toContain('was restarted')
    await done
  })

  test('where AWS cannot be read says so', async () => {
    const fakes = createFakes()
    await evidence(fakes.deps)(press(fakes, value))
    expect(fakes.sent[1]?.text).toContain('There is no bucket')
  })
})

describe('the message shortcut', () => {
  const choose = (fakes: Fakes, text: string, more: Readonly<Record<string, unknown>> = {}) => {
    const shortcut: MessageShortcut = {
      type: 'message_action',
      callback_id: 'diagnose_denial',
      trigger_id: `choose-${++triggers}`,
      message_ts: '1.5',
      response_url: '',
      message: { type: 'message', user: 'U0OTHER001', ts: '1.5', text, ...more },
      user: { id: anna, name: 'anna', team_id: team },
      channel: { id: channel, name: 'inc-1' },
      team: { id: team, domain: 'acme' },
      token: '',
      action_ts: '1.6',
    }
    return diagnoseDenial(fakes.deps)({ shortcut, ack: fakes.ack, respond: fakes.respond })
  }

  test('answers in the message’s thread', async () => {
    const fakes = createFakes()
    await choose(fakes, '403 acme-reports/x', { thread_ts: '1.0' })
    expect(methods(fakes.sent)).toEqual(['ack', 'post', 'update'])
    expect(fakes.sent[1]).toMatchObject({ channel, thread_ts: '1.0' })
  })

  test('answers the one who chose it where the bot is no member', async () => {
    const fakes = createFakes({ refuse: { post: 'not_in_channel' } })
    await choose(fakes, '403 acme-reports/x')
    expect(fakes.sent.slice(1)).toMatchObject([{ ts: 'ephemeral' }, { ts: 'ephemeral' }])
  })

  test('answers the one who chose it in a shared channel, without a line for all', async () => {
    const fakes = createFakes({ channels: { [channel]: { isShared: true } } })
    await choose(fakes, '403 acme-reports/x')
    expect(methods(fakes.sent)).toEqual(['ack', 'respond', 'respond'])
  })

  test('says that nothing was found, to the one who chose it', async () => {
    const fakes = createFakes()
    await choose(fakes, 'lunch?')
    expect(methods(fakes.sent)).toEqual(['ack', 'respond'])
    expect(fakes.sent[1]?.text).toContain('no S3 error that I can read')
  })
})

describe('an ask in a button’s value', () => {
  test('comes back as it was', () => {
    const whole: Ask = {
      ...ask,
      source: { bucket: 'acme-landing', key: 'raw/1' },
      parameters: { acl: 'public-read', tagging: { team: 'data' }, sseCustomer: true, maxKeys: 3 },
      context: { 'aws:SourceIp': '203.0.113.9', 'aws:TagKeys': ['a', 'b'], 'aws:SourceVpce': null },
      symptoms: ['used-to-work'],
      message: 'Access Denied',
    }
    expect(readAsk(writeAsk(whole) ?? '')).toEqual(whole)
  })

  test('that is too long goes without AWS’s message, then without a button', () => {
    expect(readAsk(writeAsk({ ...ask, message: 'm'.repeat(2_000) }) ?? '')).toEqual(ask)
    expect(writeAsk({ ...ask, key: 'k'.repeat(2_000) })).toBeNull()
  })

  test.each(['', 'null', '[]', '{"bucket":1}', '{'])('that is none (%s) is refused', (text) => {
    expect(readAsk(text)).toBeNull()
  })
})
