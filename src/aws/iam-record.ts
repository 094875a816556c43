import { type Fact, unknown } from '../fact.ts'
import type { Account } from './account.ts'
import { type Answer, answered, type Refusal, refusal } from './answer.ts'
import { reads } from './commands.ts'
import { readDocument } from './policy-document.ts'

/** What IAM says of a role or user itself. */
export interface IamRecord {
  readonly arn: string
  /** `AROA…` or `AIDA…`. */
  readonly id: string
  readonly path: string
  readonly tags: Readonly<Record<string, string>>
  readonly boundaryArn: string | null
  /** Of roles; a user has none. */
  readonly trustPolicy: Fact<unknown>
}

interface Raw {
  readonly Arn?: string | undefined
  readonly Path?: string | undefined
  readonly Tags?: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined
  readonly AssumeRolePolicyDocument?: string | undefined
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn?: string | undefined } | undefined
}

/** By name, since a session's ARN leaves the path out; names are unique in an account. */
export async function lookUpRole(account: Account, RoleName: string): Promise<Answer<IamRecord>> {
  const answer = await account.ask(reads.getRole, { RoleName })
  return answer.kind === 'refused' ? answer : recordOf('iam:GetRole', answer.output.Role, answer.output.Role?.RoleId)
}

export async function lookUpUser(account: Account, UserName: string): Promise<Answer<IamRecord>> {
  const answer = await account.ask(reads.getUser, { UserName })
  return answer.kind === 'refused' ? answer : recordOf('iam:GetUser', answer.output.User, answer.output.User?.UserId)
}

function recordOf(action: string, raw: Raw | undefined, id: string | undefined): Answer<IamRecord> {
  if (raw?.Arn === undefined || id === undefined) {
    return refusal(action, 'IncompleteAnswer', { status: 200, message: 'AWS left out the ARN or the unique id' })
  }
  return answered({
    arn: raw.Arn,
    id,
    path: raw.Path ?? '/',
    tags: Object.fromEntries(
      (raw.Tags ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? '']])),
    ),
    boundaryArn: raw.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    trustPolicy:
      raw.AssumeRolePolicyDocument === undefined
        ? unknown('AWS sent no trust policy')
        : readDocument(raw.AssumeRolePolicyDocument),
  })
}

/** IAM's word for what is not there. */
export const isAbsent = ({ errorCode }: Refusal): boolean =>
  errorCode === 'NoSuchEntityException' || errorCode === 'NoSuchEntity'
