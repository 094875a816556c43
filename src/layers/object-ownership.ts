import { describeMissing, type Fact, known } from '../fact.ts'
import { aclsCount, effectiveAcl, isForeign, isOfObject, isPublicGrantIgnored } from '../grants/acl.ts'
import { defineLayer, type Proposal, type Question, type Verdict, verdict, type World } from '../layer.ts'
import { changeSide } from '../mend/policies.ts'
import { and, not, type Truth } from '../policy/truth.ts'
import { advice, nameAccount } from '../policy-layer.ts'
import { shell } from '../wording/shell.ts'
import { code } from '../wording/statements.ts'

/**
 * ACLs and Object Ownership. An ACL may grant to another account; and unless BucketOwnerEnforced is set, an object that
 * another account wrote is that account's, so that only its ACL can let anybody in.
 */
export const objectOwnership = defineLayer({
  name: 'object-ownership',
  title: 'Object Ownership and ACLs',
  label: ({ bucket }) => `Object Ownership of \`${bucket}\``,
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
  part: 'guard',
  cause: 'related-permission',
  isNamedBy: () => false,
  settle: () =>
    'Let s3denied’s role call `s3:GetBucketOwnershipControls`, `s3:GetBucketAcl` and `s3:GetObjectAcl` in the bucket’s account.',
  evaluate: (question, world) => {
    if (question.of !== 'bucket' || question.level === 'account') return null
    const count = aclsCount(question)
    if (setsAcl(question, world) && count !== 'yes') return refusedAcl(question, world, count)
    if (count === 'no') return null
    const exclusive: Truth = isOfObject(question) ? and(count, isForeign(question)) : 'no'
    const acl = effectiveAcl(question, world)
    return verdict({
      grant: { self: acl.group, role: 'no', account: acl.account },
      exclusive,
      answers: and(exclusive, not(isPublicGrantIgnored(question, world))),
      missing: [...new Set([...(exclusive === 'maybe' ? whoseObject(question) : []), ...acl.missing])],
      explain: () =>
        `The object belongs to account ${ownerOf(question)}, and its ACL does not let ${world.caller.account === null ? 'everyone' : `account ${world.caller.account}`} do ${code(question.action)}; a bucket policy’s Allow does not reach objects of other accounts.`,
      nextStep: () => mend(question),
    })
  },
})

/** What is missing to say whose the object is. */
function whoseObject({ side }: Question): string[] {
  const owner = side.object.kind === 'known' ? side.object.value.owner : side.object
  const facts: Fact<unknown>[] = [side.objectOwnership, owner, side.bucketAccount]
  return facts.filter((fact) => fact.kind !== 'known').map(describeMissing)
}

/** The one ACL that is accepted still. */
const harmlessAcl = 'bucket-owner-full-control'

const setsAcl = ({ action }: Question, { request }: World): boolean =>
  /^s3:Put(Object|Bucket)(Version)?Acl$/.test(action) && request.parameters?.acl !== harmlessAcl

/**
 * With BucketOwnerEnforced a request that sets an ACL fails, as 400 AccessControlListNotSupported.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
function refusedAcl({ bucket, side }: Question, { request }: World, count: Truth): Verdict {
  const { acl, ...parameters } = request.parameters ?? {}
  return verdict({
    allows: count,
    missing: side.objectOwnership.kind === 'known' ? [] : [describeMissing(side.objectOwnership)],
    explain: () =>
      `ACLs are switched off on ${code(bucket)} (\`BucketOwnerEnforced\`), and the request sets ${acl === undefined ? 'one' : code(acl)}; S3 answers \`AccessControlListNotSupported\`.`,
    nextStep: () =>
      advice({
        owner: 'whoever makes the request',
        text: 'Leave the ACL out of the request, and grant by the bucket policy what it was meant to grant.',
        confidence: 'exact',
        request: acl === undefined ? null : { ...request, parameters },
      }),
  })
}

const ownerOf = ({ side }: Question): string =>
  side.object.kind === 'known' ? nameAccount(side.object.value.owner) : 'not known'

function mend({ side, bucket }: Question): Proposal {
  return advice({
    owner: `bucket owner (${nameAccount(side.bucketAccount)})`,
    text: 'Set Object Ownership to `BucketOwnerEnforced`: the bucket’s account then owns every object, and policies alone decide. Uploads that send an ACL other than `bucket-owner-full-control` fail from then on.',
    commands: [
      shell`aws s3api put-bucket-ownership-controls --bucket ${bucket} --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'`,
    ],
    change: {
      policy: `Object Ownership of ${bucket}`,
      before: { ObjectOwnership: side.objectOwnership.kind === 'known' ? side.objectOwnership.value : null },
      after: { ObjectOwnership: 'BucketOwnerEnforced' },
      excerpt: { ObjectOwnership: 'BucketOwnerEnforced' },
    },
    confidence: 'exact',
    apply: (evidence) =>
      changeSide(evidence, side, (before) => ({ ...before, objectOwnership: known('BucketOwnerEnforced') })),
  })
}
