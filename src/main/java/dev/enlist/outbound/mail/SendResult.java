package dev.enlist.outbound.mail;

import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt to send.
 *
 * @param problem a code of ours, never words of a mail server, which may name the address
 */
record SendResult(Kind kind, @Nullable String problem) {

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

    static final SendResult SENT = new SendResult(Kind.SENT, null);

    static SendResult refused(String problem) {
        return new SendResult(Kind.REFUSED, problem);
    }

    static SendResult skipped(String problem) {
        return new SendResult(Kind.SKIPPED, problem);
    }

    static SendResult deferred(String problem) {
        return new SendResult(Kind.DEFERRED, problem);
    }

    static SendResult unreachable(String problem) {
        return new SendResult(Kind.UNREACHABLE, problem);
    }
}
