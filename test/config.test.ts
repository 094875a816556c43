import { describeFaults, readAwsSettings, readSettings } from '../src/config.ts'

const complete = {
  SLACK_BOT_TOKEN: 'xoxb-1-example',
  SLACK_SIGNING_SECRET: 'example',
  S3DENIED_ROLE_ARN: 'arn:aws:iam::{account}:role/s3denied-readonly',
  S3DENIED_ACCOUNTS: '111122223333, 444455556666',
}

const settingsOf = (env: Record<string, string | undefined>) => {
  const read = readSettings({ ...complete, ...env })
  if (!read.ok) throw new Error(describeFaults(read.faults))
  return read.settings
}

const faultsOf = (env: Record<string, string | undefined>): readonly string[] => {
  const read = readSettings({ ...complete, ...env })
  return read.ok ? [] : read.faults.map(({ variable, problem }) => `${variable} ${problem}`)
}

test('an empty environment lists every missing setting at once, each with how to set it', () => {
  const read = readSettings({})
  if (read.ok) throw new Error('read')
  expect(read.faults.map(({ variable }) => variable)).toEqual([
    'SLACK_BOT_TOKEN',
    'SLACK_SIGNING_SECRET',
    'S3DENIED_ROLE_ARN',
    'S3DENIED_ACCOUNTS',
  ])
  const text = describeFaults(read.faults)
  expect(text).toContain('4 settings are missing or wrong:')
  for (const { variable, howTo } of read.faults)
    expect(text).toContain(`${variable} is not set\n    set it to ${howTo}`)
})

test('the least that HTTP mode needs gives the defaults of the rest', () => {
  expect(settingsOf({})).toEqual({
    slack: {
      botToken: 'xoxb-1-example',
      mode: { kind: 'http', signingSecret: 'example' },
      port: 3000,
      incidentChannels: /^(inc|incident|sev\d?)[-_]/,
      announcementChannels: [],
      allowedChannels: [],
      allowedUserGroups: [],
    },
    aws: {
      roleArn: 'arn:aws:iam::{account}:role/s3denied-readonly',
      accounts: ['111122223333', '444455556666'],
    },
    logLevel: 'info',
  })
})

test('an app token means Socket Mode, which needs no signing secret', () => {
  expect(settingsOf({ SLACK_APP_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: undefined }).slack.mode).toEqual({
    kind: 'socket',
    appToken: 'xapp-1',
  })
})

test('everything that can be set is read', () => {
  const { slack, aws, logLevel, redisUrl } = settingsOf({
    PORT: '8080',
    SLACK_API_URL: 'http://127.0.0.1:9999/api/',
    S3DENIED_EXTERNAL_ID: 'example-1',
    S3DENIED_ORGANIZATION_ROLE_ARN: 'arn:aws:iam::999988887777:role/s3denied-organization',
    S3DENIED_INCIDENT_CHANNELS: '^war-room-',
    S3DENIED_ANNOUNCEMENT_CHANNELS: '#incidents C0INCIDENTS',
    S3DENIED_ALLOWED_CHANNELS: 'C0ONCALL,data-eng',
    S3DENIED_ALLOWED_USER_GROUPS: 'S0ONCALL',
    REDIS_URL: 'redis://127.0.0.1:6379',
    LOG_LEVEL: 'DEBUG',
  })
  expect(slack).toMatchObject({
    port: 8080,
    apiUrl: 'http://127.0.0.1:9999/api/',
    incidentChannels: /^war-room-/,
    announcementChannels: ['incidents', 'C0INCIDENTS'],
    allowedChannels: ['C0ONCALL', 'data-eng'],
    allowedUserGroups: ['S0ONCALL'],
  })
  expect(aws).toMatchObject({
    externalId: 'example-1',
    organizationRoleArn: 'arn:aws:iam::999988887777:role/s3denied-organization',
  })
  expect({ logLevel, redisUrl }).toEqual({ logLevel: 'debug', redisUrl: 'redis://127.0.0.1:6379' })
})

test('a role of one account may be asked about that account without more', () => {
  const env = { S3DENIED_ROLE_ARN: 'arn:aws:iam::111122223333:role/s3denied-readonly', S3DENIED_ACCOUNTS: undefined }
  expect(settingsOf(env).aws.accounts).toEqual(['111122223333'])
})

test.each([
  ['SLACK_BOT_TOKEN', 'xapp-1', 'does not begin with xoxb-'],
  ['SLACK_APP_TOKEN', 'xoxb-1', 'does not begin with xapp-'],
  ['SLACK_API_URL', 'slack.com/api', 'is no address'],
  ['SLACK_API_URL', 'file:///etc/passwd', 'is no address'],
  ['PORT', '70000', 'is no port: 70000'],
  ['PORT', '-1', 'is no port'],
  ['S3DENIED_ROLE_ARN', 'arn:aws:iam::1111:role/x', "is no role's ARN"],
  ['S3DENIED_ROLE_ARN', 'arn:aws:iam::111122223333:user/anna', "is no role's ARN"],
  ['S3DENIED_EXTERNAL_ID', 'with space', 'is no external id'],
  ['S3DENIED_ACCOUNTS', '111122223333,12', 'holds what is no account id: 12'],
  ['S3DENIED_ORGANIZATION_ROLE_ARN', 'o-exampleorgid', "is no role's ARN"],
  ['S3DENIED_ANNOUNCEMENT_CHANNELS', '<#C0|incidents>', 'holds what is no channel'],
  ['S3DENIED_ALLOWED_USER_GROUPS', '@oncall', "holds what is no user group's id: @oncall"],
  ['REDIS_URL', 'http://127.0.0.1', 'is no address'],
  ['LOG_LEVEL', 'loud', 'is no level: loud'],
])('%s=%s is a fault', (variable, value, problem) => {
  const faults = faultsOf({ [variable]: value })
  expect(faults).toHaveLength(1)
  expect(faults[0]).toContain(`${variable} ${problem}`)
})

test('several faults come together', () => {
  expect(faultsOf({ PORT: 'x', LOG_LEVEL: 'x', S3DENIED_ACCOUNTS: 'x' })).toHaveLength(3)
})

test('a token is not repeated in its fault', () => {
  expect(faultsOf({ SLACK_BOT_TOKEN: 'xoxp-123-private' }).join()).not.toContain('123-private')
})

test.each([
  '(a+)+$',
  '(a|a)*b',
  '(inc[-_]*){2,}x',
  '(?:x*)*',
  '(a)\\1',
  'a*a*a*a*b',
  `^${'a'.repeat(200)}`,
  '(',
  '^inc[',
])('the pattern %s is a fault, not a hang', (pattern) => {
  expect(faultsOf({ S3DENIED_INCIDENT_CHANNELS: pattern })).toHaveLength(1)
})

test.each(['^(inc|incident|sev\\d?)[-_]', '^(?:inc|sev)-\\d+$', '^[a-z(+]+-incident', '^inc-(\\d{4})'])(
  'the pattern %s is fine',
  (pattern) => {
    expect(settingsOf({ S3DENIED_INCIDENT_CHANNELS: pattern }).slack.incidentChannels.source).toBe(pattern)
  },
)

test('the terminal needs nothing of Slack', () => {
  const { S3DENIED_ROLE_ARN, S3DENIED_ACCOUNTS } = complete
  expect(readAwsSettings({ S3DENIED_ROLE_ARN, S3DENIED_ACCOUNTS }).ok).toBe(true)
  expect(readAwsSettings({}).ok).toBe(false)
})
