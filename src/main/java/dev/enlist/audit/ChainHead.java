package dev.enlist.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in the chain and the chain hash there. Stored outside the database, it proves that no entry up to this
 * position was changed. Text form: {@code <position>:<64 hexadecimal digits>}.
 *
 * @param position 0 for an empty chain
 */
public record ChainHead(long position, String hash) {

    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,17}):([0-9a-f]{64})");

    static ChainHead of(long position, byte[] hash) {
        return new ChainHead(position, AuditDigest.hex(hash));
    }

    /** Parses the text form; empty if the text does not match it. */
    public static Optional<ChainHead> read(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new ChainHead(Long.parseLong(form.group(1)), form.group(2)))
                : Optional.empty();
    }

    boolean is(byte[] other) {
        return AuditDigest.hex(other).equals(hash);
    }

    @Override
    public String toString() {
        return position + ":" + hash;
    }
}
