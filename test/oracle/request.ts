/** Keys in lower case; a key that is not there is absent. */
export type PlainContext = Readonly<Record<string, readonly string[]>>

/** A request with nothing left open: the oracle knows no third value. */
export interface PlainRequest {
  /** ARN, `anonymous` or a service's name; never a bare role, which is nobody's session. */
  readonly principal: string
  /** Of the role behind a session, which the session's ARN leaves out. */
  readonly path: string
  /** Whether a permissions boundary is attached. */
  readonly boundary: boolean
  /** The user whose GetFederationToken made a federated user. */
  readonly federatedBy: string | null
  readonly action: string
  readonly resource: string
  readonly context: PlainContext
  /**
   * How AWS reads NotPrincipal: the page says that it "might" want the account, the role and the session all named.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
   */
  readonly notPrincipal: 'any named' | 'all named'
}
