package dev.enlist.enrollment;

import dev.enlist.shared.Base64Url;
import dev.enlist.shared.Cuid;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The position of an enrollment in an ordered list. It holds the value of the order itself, so that a walk goes on also
 * after the enrollment at the position was erased.
 *
 * @param value        of the column that orders the list, as text; null where the enrollment has none
 * @param enrollmentId distinguishes enrollments with the same value
 */
public record EnrollmentCursor(@Nullable String value, String enrollmentId) {

    private static final int ID_LENGTH = 25;

    /** Letters, digits, {@code -} and {@code _}. */
    public String wire() {
        String text = enrollmentId + (value == null ? "" : "=" + value);
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty where the text is no cursor of a list of enrollments. */
    public static Optional<EnrollmentCursor> ofWire(String wire) {
        return Base64Url.decode(wire)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .flatMap(EnrollmentCursor::ofText);
    }

    private static Optional<EnrollmentCursor> ofText(String text) {
        if (text.length() < ID_LENGTH || text.indexOf('\0') >= 0 || !Cuid.isCuid(text.substring(0, ID_LENGTH))) {
            return Optional.empty();
        }
        String rest = text.substring(ID_LENGTH);
        if (!rest.isEmpty() && rest.charAt(0) != '=') {
            return Optional.empty();
        }
        return Optional.of(
                new EnrollmentCursor(rest.isEmpty() ? null : rest.substring(1), text.substring(0, ID_LENGTH)));
    }
}
