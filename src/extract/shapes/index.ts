import type { Shape } from '../found.ts'
import { accessLog } from './access-log.ts'
import { bareHost, s3Arn, s3Uri, url } from './addresses.ts'
import { otherAnswers } from './answers.ts'
import { failedTransfer, flags, transferLine } from './aws-cli.ts'
import { botocore } from './botocore.ts'
import { bucketWords } from './bucket-words.ts'
import { actionWord, calls } from './calls.ts'
import { cloudTrail } from './cloudtrail.ts'
import { copyCommand, successLine } from './copy-command.ts'
import { awsError, bucketAndKey, keyInBucket } from './cpp.ts'
import { deleteEntry } from './delete-objects.ts'
import { deniedPhrase, genericCode, s3Exception, status403 } from './generic.ts'
import { goV1, goV2 } from './go.ts'
import { requestLine, requestWithKey } from './http-request.ts'
import { javaSuffix } from './java.ts'
import { bucketField, codeField, keyField, requestIdField } from './named-fields.ts'
import { otherSystems, s3Signs } from './other-systems.ts'
import { saidName, saidPrincipal } from './principals.ts'
import { keyBeingRead, redshift, regionWord, sqlRole } from './redshift.ts'
import { sentence } from './sentence.ts'
import { toolWordings } from './wordings.ts'
import { htmlList, xmlBody } from './xml.ts'

/** Every shape, one line each. Their order means nothing: the more exact source wins. */
export const shapes: readonly Shape[] = [
  sentence,
  botocore,
  transferLine,
  failedTransfer,
  flags,
  copyCommand,
  successLine,
  javaSuffix,
  goV2,
  goV1,
  xmlBody,
  htmlList,
  awsError,
  keyInBucket,
  bucketAndKey,
  redshift,
  keyBeingRead,
  sqlRole,
  regionWord,
  accessLog,
  cloudTrail,
  deleteEntry,
  codeField,
  requestIdField,
  bucketField,
  keyField,
  bucketWords,
  calls,
  actionWord,
  s3Uri,
  s3Arn,
  url,
  bareHost,
  requestLine,
  requestWithKey,
  saidPrincipal,
  saidName,
  toolWordings,
  s3Exception,
  genericCode,
  deniedPhrase,
  status403,
  otherAnswers,
  otherSystems,
  s3Signs,
]
