import { diagnose, diagnosisOf, put, seeds } from './seeds.ts'

const seedOf = (name: string) => {
  const found = seeds.find(({ file }) => file === `${name}.json`)
  if (found === undefined) throw new Error(`no scenario ${name}`)
  return found
}

describe('the change that turned allowed into denied is named', () => {
  test.each([
    ['change-account-switches', 'PutAccountPublicAccessBlock'],
    ['change-boundary-set', 'PutRolePermissionsBoundary'],
    ['change-default-encryption', 'PutBucketEncryption'],
    ['change-deny-added', 'PutBucketPolicy'],
    ['change-endpoint-policy', 'ModifyVpcEndpoint'],
    ['change-key-policy', 'PutKeyPolicy'],
    ['change-scp-attached', 'AttachPolicy'],
  ])('%s: %s', (name, eventName) => {
    const { changed, notes } = diagnosisOf(seedOf(name))
    expect(changed).toMatchObject({ eventName, by: expect.stringContaining('arn:aws:iam::'), time: expect.any(String) })
    expect(notes).toContainEqual({ kind: 'changed', text: expect.stringContaining(`\`${eventName}\``) })
  })
})

test('a change that the event does not show is said to be possible, and no more', () => {
  const { changed, notes } = diagnosisOf(seedOf('change-policy-detached'))
  expect(changed).toBeNull()
  expect(notes).toContainEqual({ kind: 'changed', text: expect.stringContaining('may have turned it') })
})

test('a change that is not to blame is not named', () => {
  expect(diagnosisOf(seedOf('change-unrelated'))).toMatchObject({ changed: null, notes: [] })
})

test('a change that mended it since is named where AWS’s message says otherwise', () => {
  const { decision, notes } = diagnosisOf(seedOf('change-fixed-since'))
  expect(decision).toBe('allowed')
  expect(notes).toContainEqual({ kind: 'message-disagrees', text: expect.stringContaining('PutRolePolicy') })
})

test('an old policy that cannot be read is as good as unknown', () => {
  const { request, evidence } = seedOf('change-deny-added')
  const before = { Statement: [{ Effect: 'Perhaps' }] }
  const { decision, changed, notes } = diagnose(request, put(evidence, ['recentChanges', 0, 'before'], before))
  expect({ decision, changed }).toEqual({ decision: 'explicitDeny', changed: null })
  expect(notes).toContainEqual({ kind: 'changed', text: expect.stringContaining('may have turned it') })
})
