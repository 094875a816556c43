import type { PolicySource } from '../evidence.ts'
import { shell } from '../wording/shell.ts'

/** How a policy of an organization is replaced: by its id, which stands last in its ARN, or is to be looked up. */
export function updateCommands(
  { name, arn }: PolicySource,
  type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY',
): string[] {
  const id = arn?.split('/').at(-1)
  if (id !== undefined) return [shell`aws organizations update-policy --policy-id ${id} --content file://policy.json`]
  const query = `Policies[?Name=='${name}'].Id`
  return [
    shell`aws organizations list-policies --filter ${type} --query ${query}`,
    shell`aws organizations update-policy --policy-id ${'<that id>'} --content file://policy.json`,
  ]
}
