import type { Example } from './page/wire.ts'

/** An ask for each file of the organization, as people would say it: what the page offers to try. */
export const examples: readonly (Example & { readonly file: string })[] = [
  {
    file: 'bucket-policy-endpoint-guard',
    symptom: 'The role looks right but is refused',
    title: 'Bucket policy, then the key',
    where: 'channel',
    typed: '/s3denied acme-reports/2026/q3.csv as etl-runner',
  },
  {
    file: 'bucket-arn-without-objects',
    symptom: 'Listing works, the object fails',
    title: 'A stack trace in an incident',
    where: 'incident',
    typed: `nightly export is red again, aws s3 ls works fine:
\`\`\`
Traceback (most recent call last):
  File "/app/export.py", line 88, in fetch_orders
    s3.download_file("acme-exports", "nightly/2026-11-24/orders.parquet", path)
botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::111122223333:assumed-role/nightly-export/ecs-7f31c2 is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme-exports/nightly/2026-11-24/orders.parquet" because no identity-based policy allows the s3:GetObject action
\`\`\``,
  },
  {
    file: 'deny-added-this-morning',
    symptom: 'It used to work',
    title: 'A deny added this morning',
    where: 'channel',
    typed:
      '@s3denied it worked yesterday, now 403 on s3://acme-billing/invoices/2026-11/inv-20417.pdf as arn:aws:iam::444455556666:role/invoice-api',
  },
  {
    file: 'kms-decrypt-missing',
    symptom: 'Listing works, the object fails',
    title: 'The key, not the bucket',
    where: 'channel',
    typed: '/s3denied s3://acme-datalake/events/dt=2026-11-24/part-0000.parquet as spark-jobs',
  },
  {
    file: 'wrong-runtime-role',
    symptom: 'One environment only',
    title: 'Not the role that was expected',
    where: 'incident',
    typed: `orders-api fails only in staging, same image as prod, should be running as arn:aws:iam::555566667777:role/orders-api
\`\`\`
software.amazon.awssdk.services.s3.model.S3Exception: User: arn:aws:sts::555566667777:assumed-role/eks-node-staging/i-0abc1234def567890 is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme-orders/snapshots/latest.json" because no identity-based policy allows the s3:GetObject action (Service: S3, Status Code: 403, Request ID: PKJ8J21E95XY3MCA)
\`\`\``,
  },
  {
    file: 'public-access-block',
    symptom: 'The role looks right but is refused',
    title: 'Block Public Access cuts off a named account',
    where: 'channel',
    typed: '/s3denied acme-partner-drop/feeds/2026-11-24.json as feed-importer',
  },
  {
    file: 'permissions-boundary',
    symptom: 'The role looks right but is refused',
    title: 'A permissions boundary',
    where: 'channel',
    typed: '/s3denied put acme-ml-models/ranker/v7/weights.bin as notebook-ana',
  },
  {
    file: 'service-control-policy',
    symptom: 'An administrator is refused',
    title: 'A service control policy',
    where: 'channel',
    typed: '/s3denied delete acme-backups/db-main/2025-11-24.dump as platform-admin',
  },
  {
    file: 'vpc-endpoint-policy',
    symptom: 'The role looks right but is refused',
    title: "The VPC endpoint's policy",
    where: 'channel',
    typed: '/s3denied put acme-telemetry/hosts/web-14/2026-11-24T07.json as metrics-shipper',
  },
  {
    file: 'missing-object',
    symptom: 'A 403 that is a 404',
    title: 'The object is not there',
    where: 'channel',
    typed: '/s3denied acme-uploads/in/cat-4711.png as thumbnailer',
  },
  {
    file: 'cross-account-both-sides',
    symptom: 'Between two accounts',
    title: 'Bucket policy and key policy',
    where: 'channel',
    typed: '/s3denied acme-finance-share/ledgers/2026-10.parquet as forecasting',
  },
  {
    file: 'missing-allow',
    symptom: 'CI cannot upload',
    title: 'No policy allows it',
    where: 'incident',
    typed: `main is red
\`\`\`
upload failed: dist/app.tgz to s3://acme-build-artifacts/web/1.42.0/app.tgz An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::111122223333:assumed-role/ci-deploy/GitHubActions is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::acme-build-artifacts/web/1.42.0/app.tgz" because no identity-based policy allows the s3:PutObject action
\`\`\``,
  },
  {
    file: 'bucket-policy-unreadable',
    symptom: 'Not everything can be read',
    title: 'An honest "could not tell"',
    where: 'channel',
    typed: '/s3denied acme-legal-holds/2026/case-118/index.json as case-search',
  },
]
