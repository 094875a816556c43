import { readBlock, undoMrkdwn } from '../../src/extract/slack-markup.ts'

test.each([
  ['<https://a.example/x|label>', 'label'],
  ['<https://a.example/x>', 'https://a.example/x'],
  ['<http://downloads.example.com/a|downloads.example.com/a>', 'downloads.example.com/a'],
  ['<mailto:jane@acme.example|jane@acme.example>', 'jane@acme.example'],
  ['<mailto:jane@acme.example>', 'jane@acme.example'],
  ['<#C0INC00142|inc-142>', 'inc-142'],
  ['<@U0JDOE0001>', '@U0JDOE0001'],
  ['<!subteam^S0ONCALL1|oncall>', 'oncall'],
  ['<!here>', '@here'],
  ['a &lt;b&gt; &amp; c', 'a <b> & c'],
  ['&amp;lt;', '&lt;'],
  ['<https://a.example/?a=1&amp;b=2>', 'https://a.example/?a=1&b=2'],
  ['*bold* _it_ ~no~ x', 'bold it no x'],
  ['bucket _acme-ml-models_, key', 'bucket acme-ml-models, key'],
  ['*_both_*', 'both'],
  ['s3:* and arn:aws:s3:::b/*', 's3:* and arn:aws:s3:::b/*'],
  ['a/_delta_log/_last_checkpoint', 'a/_delta_log/_last_checkpoint'],
  ['`_kept_` and ```*kept*```', '`_kept_` and ```*kept*```'],
  ['*over\nlines*', '*over\nlines*'],
  ['<ERROR> stays', '<ERROR> stays'],
])('%s', (text, plain) => {
  expect(undoMrkdwn(text)).toBe(plain)
})

test('inline elements are joined without a gap, so an ARN that the emoji :aws: cut heals', () => {
  const elements = [
    { type: 'text', text: 'arn' },
    { type: 'emoji', name: 'aws' },
    { type: 'text', text: 's3:::acme/' },
    { type: 'link', url: 'http://x.example', text: 'x.example' },
    { type: 'text', text: ' code', style: { code: true } },
    { type: 'user', user_id: 'U1' },
  ]
  expect(readBlock({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] })).toEqual([
    'arn:aws:s3:::acme/x.example` code`@U1',
  ])
})

test('a field says its label and value in one line; a key with blanks is quoted', () => {
  const fields = ['*Bucket*\nacme-drop', '*Key*\nin/a b.csv', 'alone'].map((text) => ({ type: 'mrkdwn', text }))
  expect(readBlock({ type: 'section', fields })).toEqual(['', 'Bucket: acme-drop\nKey: "in/a b.csv"\nalone'])
})

test.each([
  [{ type: 'header', text: { type: 'plain_text', text: 'a &amp; *b*' } }, ['a & *b*']],
  [{ type: 'context', elements: [{ type: 'mrkdwn', text: '*a*' }] }, ['a']],
  [{ type: 'markdown', text: '*a*' }, ['a']],
  [{ type: 'rich_text', elements: 'no list' }, []],
  [{ type: 'unknown' }, ['']],
])('%j', (block, passages) => {
  expect(readBlock(block)).toEqual(passages)
})
