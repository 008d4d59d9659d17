package dev.enlist.access.session;

import java.time.Instant;

/**
 * The browser of a session, as it was at the sign-in; kept in the session.
 *
 * @param id        id of the session for people and the API; not the secret in the cookie
 * @param address   address of the client
 * @param userAgent what the browser calls itself; at most 300 characters
 */
public record SessionClient(String id, String address, String userAgent, Instant signedInAt) {

    /** The attribute of the session. */
    public static final String ATTRIBUTE = SessionClient.class.getName();
}
