package dev.enlist.tenancy;

/**
 * An invitation or a password link was made, to be mailed after the transaction. Never stored and never logged, as the
 * link lets its reader in.
 *
 * @param invitation   whether it invites; else it sets a password
 * @param email        address of the person
 * @param organization name of the organization
 * @param link         absolute, or a path where the installation knows no public URL
 */
public record InvitationIssued(boolean invitation, String email, String organization, String link) {}
