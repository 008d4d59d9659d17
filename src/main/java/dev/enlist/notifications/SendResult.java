package dev.enlist.notifications;

import org.jspecify.annotations.Nullable;

/**
 * Result of an attempt to send a message.
 *
 * @param problem a code defined by Enlist, never text of a mail server, which may contain the address; null if sent
 */
record SendResult(Kind kind, @Nullable String problem) {

    enum Kind {
        /** The mail server accepted the message. */
        SENT,
        /** Permanent failure: the address does not exist, or the server rejects the message. */
        REFUSED,
        /** There is no recipient, or the recipient opted out. */
        SKIPPED,
        /** Temporary failure: the server asks to retry this message. */
        DEFERRED,
        /** The server cannot be reached; the message itself is not at fault. */
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
