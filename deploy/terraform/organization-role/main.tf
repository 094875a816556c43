# The role with which s3denied reads service control and resource control policies, for the management account or a
# delegated administrator. The same as deploy/s3denied-organization-role.yaml.

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
  default = "s3denied-organization"
}

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

data "aws_iam_policy_document" "organization" {
  statement {
    sid       = "ReadOrganizationPolicies"
    resources = ["*"]

    actions = [
      "organizations:DescribeOrganization",
      "organizations:DescribePolicy",
      "organizations:ListParents",
      "organizations:ListPoliciesForTarget",
      "organizations:ListRoots",
    ]
  }
}

resource "aws_iam_role" "organization" {
  name                 = var.role_name
  description          = "s3denied reads the organization's policies. It cannot write."
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "organization" {
  name   = "s3denied-organization"
  role   = aws_iam_role.organization.id
  policy = data.aws_iam_policy_document.organization.json
}

output "role_arn" {
  description = "The value of S3DENIED_ORGANIZATION_ROLE_ARN."
  value       = aws_iam_role.organization.arn
}
