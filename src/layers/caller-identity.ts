import { parseArn } from '../arn.ts'
import { type Caller, describeCaller } from '../caller.ts'
import { defineLayer, verdict } from '../layer.ts'
import { advice } from '../policy-layer.ts'
import { code } from '../wording/statements.ts'

/** Somebody else calls than the asker believes: the identity is mended before any policy is edited. */
export const callerIdentity = defineLayer({
  name: 'caller-identity',
  title: 'Caller identity',
  label: (_request, caller) => nameCaller(caller),
  docs: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html',
  part: 'identity',
  cause: 'wrong-caller',
  isNamedBy: () => false,
  settle: () => 'Run `aws sts get-caller-identity` where the code runs.',
  evaluate: (_question, { request, caller }) => {
    const { expectedPrincipal } = request
    if (expectedPrincipal === undefined || isSame(expectedPrincipal, caller)) return null
    return verdict({
      allows: 'no',
      explain: () => `The call was made by ${nameCaller(caller)}, not by ${code(expectedPrincipal)}.`,
      nextStep: () =>
        advice({
          owner: 'whoever runs the code',
          text: `Make the code run as ${code(expectedPrincipal)} before any policy is edited. Look at its instance profile, task role, service account, profile or environment variables.`,
          commands: ['aws sts get-caller-identity'],
          confidence: 'exact',
        }),
    })
  },
})

const nameCaller = (caller: Caller): string =>
  `${describeCaller(caller)}${caller.account === null || caller.kind === 'root' ? '' : ` of account ${caller.account}`}`

/** A session counts as its role, path included, whichever session it is; a name without account is compared by name. */
function isSame(expected: string, caller: Caller): boolean {
  if (expected === caller.principal || expected === caller.arn) return true
  const arn = parseArn(expected)
  if (arn === null) {
    const [type, ...rest] = expected.split('/')
    const name = rest.at(-1) ?? type
    const kindFits = rest.length === 0 || (type === 'user') === (caller.kind === 'user')
    return kindFits && name === caller.name
  }
  if (arn.account !== caller.account) return false
  const [type, ...rest] = arn.resource.split('/')
  if (caller.kind !== 'role' && caller.kind !== 'session') return false
  if (type === 'assumed-role') return rest[0] === caller.name
  return type === 'role' && !caller.pathKnown && rest.at(-1) === caller.name
}
