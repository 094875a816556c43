import { postedMessage, readPassages } from '../../src/extract/slack-text.ts'

test('of an edit only the new text is read', () => {
  const event = { subtype: 'message_changed', message: { text: 'new' }, previous_message: { text: 'old' } }
  expect(postedMessage(event, {})).toEqual({ text: 'new' })
})

test.each([
  ['message_deleted', { subtype: 'message_deleted', previous_message: { text: 'x' } }],
  ['channel_join', { subtype: 'channel_join', text: 'x' }],
  ['own by name', { text: 'x', bot_id: 'B1', bot_profile: { name: 's3denied' } }],
  ['own by bot id', { text: 'x', bot_id: 'B9' }],
  ['own by app id', { text: 'x', app_id: 'A9' }],
  ['own by user', { text: 'x', user: 'U9' }],
  ['own, edited', { subtype: 'message_changed', message: { text: 'x', bot_id: 'B9' } }],
])('%s is not read', (_, event) => {
  expect(postedMessage(event, { botId: 'B9', appId: 'A9', botUserId: 'U9' })).toBeNull()
})

test.each(['thread_broadcast', 'file_share', 'bot_message', undefined])('subtype %s is read', (subtype) => {
  const event = subtype === undefined ? { text: 'x' } : { subtype, text: 'x' }
  expect(postedMessage(event, { botId: 'B9' })).toEqual(event)
})

test('what text, blocks, an attachment and a share repeat is said once', () => {
  const block = {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }],
  }
  const share = { message: { blocks: [block] } }
  const message = { text: '*one*', blocks: [block], attachments: [{ text: 'one', message_blocks: [share] }] }
  expect(readPassages(message)).toEqual(['one'])
})

test('every source is read, in order', () => {
  const message = {
    text: 'a',
    attachments: [
      {
        pretext: 'b',
        title: 'c',
        text: 'd',
        fields: [{ title: 'Role', value: 'e' }],
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'f' } }],
        fallback: 'unread',
      },
      { fallback: 'g' },
    ],
    files: [{ preview: 'h' }],
  }
  expect(readPassages(message)).toEqual(['a', 'b', 'c', 'd', 'Role: e', 'f', 'g', 'h'])
})
