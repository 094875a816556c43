import { acme, people, you } from '../../src/demo/acme.ts'
import { apply, openChannel, threadsOf, welcome } from '../../src/demo/page/state.ts'
import type { Channel, Message } from '../../src/demo/slack-stand-in/workspace.ts'

const channel = (id: string, name: string): Channel => ({
  id,
  name,
  creator: you.id,
  created: 0,
  is_private: false,
  is_archived: false,
  is_ext_shared: false,
  is_general: false,
  members: [you.id],
})
const message = (ts: string, more: Partial<Message> = {}): Message => ({
  type: 'message',
  channel: 'C1',
  ts,
  text: ts,
  ...more,
})
const state = welcome(
  {
    kind: 'welcome',
    you: you.id,
    installation: acme,
    people,
    channels: [channel('C1', 'data-eng'), channel('C2', 'inc-7')],
    messages: [message('2.0', { thread_ts: '1.0' }), message('1.0'), message('3.0', { thread_ts: '0.9' })],
    examples: [],
  },
  'C1',
)

test('replies stand under their parent, one whose parent is gone stands alone', () => {
  expect(threadsOf(state).map(({ parent, replies }) => [parent.ts, ...replies.map((reply) => reply.ts)])).toEqual([
    ['1.0', '2.0'],
    ['3.0'],
  ])
})

test('begins in the incident where no channel was open', () => {
  const { you: me, installation, channels } = state
  const from = { kind: 'welcome' as const, you: me, installation, people, channels: [...channels.values()] }
  expect(welcome({ ...from, messages: [], examples: [] }, undefined).current).toBe('C2')
})

test('an edit takes the place of what it edits', () => {
  const edited = apply(state, { kind: 'message', message: message('1.0', { text: 'new' }) })
  expect(threadsOf(edited)[0]?.parent.text).toBe('new')
  expect(threadsOf(edited)).toHaveLength(2)
})

test('what another person alone may see is not shown', () => {
  const more = apply(state, { kind: 'message', message: message('4.0', { visible_to: 'U0SOMEBODY' }) })
  expect(threadsOf(more)).toHaveLength(2)
})

test('a message elsewhere marks its channel until that is opened', () => {
  const more = apply(state, { kind: 'message', message: message('4.0', { channel: 'C2' }) })
  expect([...more.unread]).toEqual(['C2'])
  expect([...openChannel(more, 'C2').unread]).toEqual([])
})

test('a deleted message goes', () => {
  expect(threadsOf(apply(state, { kind: 'deleted', channel: 'C1', ts: '3.0' }))).toHaveLength(1)
})
