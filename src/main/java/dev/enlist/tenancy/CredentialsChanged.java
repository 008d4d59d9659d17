package dev.enlist.tenancy;

/**
 * The password of an account changed or ended. Published within the transaction of the change. Sessions that began with
 * the former credentials are no longer valid.
 *
 * @param accountId the account that has the memberships after the change
 */
public record CredentialsChanged(String accountId) {}
