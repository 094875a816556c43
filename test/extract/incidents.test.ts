import { extract } from '../../src/extract/index.ts'

const channel = (name: string, incidentChannels?: RegExp) =>
  extract(
    { kind: 'channel', event: { type: 'channel_created', channel: { id: 'C1', name } } },
    incidentChannels === undefined ? {} : { incidentChannels },
  ).incident

test.each([
  'inc-142',
  'inc-2026-11-14-exports-403',
  'incident-4821',
  'incident_7',
  'sev1-uploads',
  'sev-2-x',
  'inc-updates-rejected',
  'sev2-archive-blocked',
])('%s declares an incident', (name) => {
  expect(channel(name)).toEqual({ declared: true, source: 'channel-name', name })
})

test.each([
  'incoming-orders',
  'incidents',
  'inc-',
  'severity-talk',
  'incident-postmortems',
  'incident-postmortems-data',
  'incident-updates',
  'incident-updates-eu',
  'incident-template',
  'incident-training-2026',
  'inc-142-postmortem',
  'data-eng',
])('%s declares none', (name) => {
  expect(channel(name)).toBeNull()
})

test('a pattern of its own, with flags that keep state', () => {
  const pattern = /^outage-/g
  for (const _ of [1, 2]) expect(channel('outage-eu', pattern)?.name).toBe('outage-eu')
  expect(channel('inc-1', pattern)).toBeNull()
})

const card = (name: string, message: object) =>
  extract({ kind: 'message', event: { bot_id: 'B1', bot_profile: { name }, ...message } }).incident

const section = (text: string): object => ({ type: 'section', text: { type: 'mrkdwn', text } })

test.each([
  [
    'incident.io',
    {
      text: 'New incident declared: INC-7 Exports fail',
      blocks: [section('*<https://app.incident.io/a/incidents/7|INC-7 Exports fail>*')],
    },
  ],
  [
    'PagerDuty',
    {
      text: 'Triggered #12: Exports fail',
      blocks: [section(':red_circle: *Triggered* *<https://a.pagerduty.com/incidents/Q1|#12: Exports fail>*')],
    },
  ],
  [
    'FireHydrant',
    {
      text: 'A new incident was opened: Exports fail',
      attachments: [
        { title: 'Exports fail', text: 'A new *SEV2* incident was opened by J. Join <#C0INC04822|incident-4822>.' },
      ],
    },
  ],
  [
    'Rootly',
    {
      text: '\u{1f6a8} New SEV1 incident: Exports fail',
      blocks: [{ type: 'header', text: { type: 'plain_text', text: '\u{1f6a8} New incident: Exports fail' } }],
    },
  ],
  [
    'Grafana OnCall',
    {
      text: '',
      attachments: [
        {
          fallback: 'Incident #42 Exports fail',
          blocks: [
            section('*<https://a.grafana.net/x|#42 Exports fail>* via Grafana Alerting'),
            section('Status: firing'),
          ],
        },
      ],
    },
  ],
  ['Grafana IRM', { text: 'Incident declared: Exports fail' }],
  ['Opsgenie', { text: '', attachments: [{ title: '[P1] #12: Exports fail', pretext: 'Incident *created*' }] }],
  [
    'Jira Cloud',
    {
      text: '',
      attachments: [
        {
          fallback: 'J created an Incident OPS-3 Exports fail',
          blocks: [section('J *created* an *Incident*\n*<https://a.atlassian.net/browse/OPS-3|OPS-3 Exports fail>*')],
        },
      ],
    },
  ],
])('%s', (name, message) => {
  expect(card(name, message)).toEqual({ declared: true, source: 'announcement', name: 'Exports fail' })
})

test.each([
  ['PagerDuty', 'Resolved #12: Exports fail'],
  ['PagerDuty', 'Acknowledged #12: Exports fail'],
  ['incident.io', 'INC-7 Exports fail was updated: status is now Monitoring'],
  ['incident.io', 'Should we declare an incident?'],
  ['Jira Cloud', 'J created a Task OPS-3 Exports fail'],
  ['Datadog', 'Triggered: S3 AccessDenied in orders-worker'],
])('%s: %s declares none', (name, text) => {
  expect(card(name, { text })).toBeNull()
})

test("a person's words declare none", () => {
  expect(
    extract({ kind: 'message', event: { text: 'New incident declared: INC-7 Exports fail', user: 'U1' } }).incident,
  ).toBeNull()
})
