package dev.enlist.tenancy;

/**
 * An invitation or a password link was created, to be mailed after the transaction. Never stored and never logged,
 * because the link signs its reader in.
 *
 * @param kind         why the person gets the link
 * @param email        address of the person
 * @param organization name of the organization
 * @param link         absolute, or a path where the installation has no public URL configured
 */
public record InvitationIssued(Kind kind, String email, String organization, String link) {

    /** Why a person gets a link. */
    public enum Kind {
        /** An administrator invited the person. */
        INVITATION,
        /** An administrator asked for a new password. */
        PASSWORD_RESET,
        /** The person asked for a new password on the sign-in page. */
        PASSWORD_FORGOTTEN
    }
}
