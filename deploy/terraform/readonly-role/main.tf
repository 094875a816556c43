# The role with which s3denied reads one account: policies and settings, and never what objects hold.
# The same as deploy/s3denied-readonly-role.yaml.

terraform {
  required_version = ">= 1.3"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 4.0"
    }
  }
}

variable "trusted_principal_arn" {
  description = "ARN of the role or user that s3denied runs as. Nobody else may assume this role."
  type        = string
}

variable "external_id" {
  description = "The value of S3DENIED_EXTERNAL_ID; null where that is not set."
  type        = string
  default     = null
}

variable "role_name" {
  type    = string
  default = "s3denied-readonly"
}

variable "allow_head_object" {
  description = "HeadObject shows under which key an object is encrypted, and AWS has no right for it but that to the data."
  type        = bool
  default     = false
}

data "aws_partition" "current" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [var.trusted_principal_arn]
    }

    condition {
      test     = "StringLike"
      variable = "sts:RoleSessionName"
      values   = ["s3denied-*"]
    }

    dynamic "condition" {
      for_each = var.external_id == null ? [] : [var.external_id]

      content {
        test     = "StringEquals"
        variable = "sts:ExternalId"
        values   = [condition.value]
      }
    }
  }
}

data "aws_iam_policy_document" "readonly" {
  statement {
    sid       = "ReadBucketsAndWhatHangsOnObjects"
    resources = ["arn:${data.aws_partition.current.partition}:s3:::*"]

    actions = [
      "s3:GetBucketAcl",
      "s3:GetBucketOwnershipControls",
      "s3:GetBucketPolicy",
      "s3:GetBucketPolicyStatus",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketRequestPayment",
      "s3:GetEncryptionConfiguration",
      "s3:GetObjectAcl",
      "s3:GetObjectLegalHold",
      "s3:GetObjectRetention",
      "s3:GetObjectTagging",
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionTagging",
      "s3:ListBucket",
      "s3:ListBucketVersions",
    ]
  }

  statement {
    sid       = "ReadTheRest"
    resources = ["*"]

    actions = [
      "cloudtrail:LookupEvents",
      "ec2:DescribeVpcEndpoints",
      "iam:GetGroupPolicy",
      "iam:GetPolicy",
      "iam:GetPolicyVersion",
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:GetUser",
      "iam:GetUserPolicy",
      "iam:ListAttachedGroupPolicies",
      "iam:ListAttachedRolePolicies",
      "iam:ListAttachedUserPolicies",
      "iam:ListGroupPolicies",
      "iam:ListGroupsForUser",
      "iam:ListRolePolicies",
      "iam:ListRoles",
      "iam:ListUserPolicies",
      "kms:DescribeKey",
      "kms:GetKeyPolicy",
      "kms:ListGrants",
      "organizations:DescribeOrganization",
      "s3:GetAccessPoint",
      "s3:GetAccessPointPolicy",
      "s3:GetAccountPublicAccessBlock",
      "s3:ListAccessPoints",
      "s3:ListAllMyBuckets",
    ]
  }

  dynamic "statement" {
    for_each = var.allow_head_object ? ["HeadObject"] : []

    content {
      sid       = statement.value
      resources = ["arn:${data.aws_partition.current.partition}:s3:::*/*"]

      actions = [
        "s3:GetObject",
        "s3:GetObjectVersion",
      ]
    }
  }
}

resource "aws_iam_role" "readonly" {
  name                 = var.role_name
  description          = "s3denied reads the policies and settings that decide S3 requests. It cannot write."
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "readonly" {
  name   = "s3denied-readonly"
  role   = aws_iam_role.readonly.id
  policy = data.aws_iam_policy_document.readonly.json
}

output "role_arn" {
  description = "The value of S3DENIED_ROLE_ARN, where {account} may stand in place of the account id."
  value       = aws_iam_role.readonly.arn
}
