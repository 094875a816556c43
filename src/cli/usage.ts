export const usage = `s3denied diagnose WHAT [--as PRINCIPAL] [--operation OP] [--context KEY=VALUE]… [--json] [--save FILE]
    reads AWS and says which policy layer denies. WHAT: bucket/key, s3://…, an ARN, a URL, or a pasted error;
    with words: put bucket/key as ROLE. Exit status: 0 a layer was named, 1 nothing denies in what could be read,
    2 wrong usage, 3 AWS could not be reached. Settings: S3DENIED_ROLE_ARN, S3DENIED_ACCOUNTS and the like (README).

s3denied explain FILE… [--json]
    evaluates scenario files. Exit status: 0 all pass, 1 not all, 2 wrong usage.

s3denied extract [--json] < payloads
    reads Slack payloads, one JSON object a line, and prints what each says, one line each.`
