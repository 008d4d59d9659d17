package dev.enlist.tenancy;

/**
 * An invitation or a password link was created, to be mailed after the transaction. Never stored and never logged,
 * because the link signs its reader in.
 *
 * @param invitation   true for an invitation, false for a password link
 * @param email        address of the person
 * @param organization name of the organization
 * @param link         absolute, or a path where the installation has no public URL configured
 */
public record InvitationIssued(boolean invitation, String email, String organization, String link) {}
