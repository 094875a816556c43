import type { Installation, Person } from './slack-stand-in/workspace.ts'

/** The made-up workspace: nobody and nothing of it exists. */
export const acme: Installation = {
  appId: 'A0DEMO0001',
  botId: 'B0DEMO0001',
  botUserId: 'U0S3DENIED',
  teamId: 'T0ACME0001',
  teamName: 'Acme (demo)',
  teamDomain: 'acme-demo',
}

const person = (id: string, name: string, real_name: string): Person => ({
  id,
  name,
  real_name,
  is_bot: false,
  is_restricted: false,
  team_id: acme.teamId,
})

export const you = person('U0DEMOYOU1', 'robin', 'Robin Vale')
export const priya = person('U0DEMO0002', 'priya', 'Priya Nair')
export const jonas = person('U0DEMO0003', 'jonas', 'Jonas Brandt')

export const people: readonly Person[] = [
  you,
  priya,
  jonas,
  { ...person(acme.botUserId, 's3denied', 's3denied'), is_bot: true },
]
