package dev.enlist.outbound.mail;

import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt to send.
 *
 * @param problem a code of ours, never words of a mail server, which may name the address
 */
record Outcome(Kind kind, @Nullable String problem) {

    enum Kind {
        /** The mail server took it. */
        SENT,
        /** It never will be: nobody has that address, or the server wants no such message. */
        REFUSED,
        /** Nobody is to get it. */
        SKIPPED,
        /** The server asks to come again with this one. */
        DEFERRED,
        /** The server itself is not there; nothing is said about the message. */
        UNREACHABLE
    }

    static final Outcome SENT = new Outcome(Kind.SENT, null);

    static Outcome refused(String problem) {
        return new Outcome(Kind.REFUSED, problem);
    }

    static Outcome skipped(String problem) {
        return new Outcome(Kind.SKIPPED, problem);
    }

    static Outcome deferred(String problem) {
        return new Outcome(Kind.DEFERRED, problem);
    }

    static Outcome unreachable(String problem) {
        return new Outcome(Kind.UNREACHABLE, problem);
    }
}
