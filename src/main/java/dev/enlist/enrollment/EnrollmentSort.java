package dev.enlist.enrollment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Orders of the list of all enrollments of a workspace; each has an index for each program instance. */
public enum EnrollmentSort {
    CREATED_AT("createdAt", "created_at", true),
    UPDATED_AT("updatedAt", "updated_at", true),
    LAST_NAME("lastName", "last_name_key", false),
    EMAIL("email", "email_key", false);

    /** Later times are no position of a list; PostgreSQL ends at the year 294276. */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

    private final String wire;
    private final String column;
    private final boolean time;

    EnrollmentSort(String wire, String column, boolean time) {
        this.wire = wire;
        this.column = column;
        this.time = time;
    }

    public String wire() {
        return wire;
    }

    String column() {
        return column;
    }

    /** The position of a row that has the columns {@code id} and {@code place}. */
    EnrollmentCursor position(ResultSet row) throws SQLException {
        if (!time) {
            return new EnrollmentCursor(row.getString("place"), row.getString("id"));
        }
        return new EnrollmentCursor(row.getTimestamp("place").toInstant().toString(), row.getString("id"));
    }

    /** The value of a position as a parameter of SQL; empty where the position is of a list in another order. */
    public Optional<Object> value(EnrollmentCursor position) {
        String text = position.value();
        if (text == null) {
            return Optional.empty();
        }
        if (!time) {
            return Optional.of(text);
        }
        try {
            Instant at = Instant.parse(text);
            return at.isBefore(Instant.EPOCH) || at.isAfter(END_OF_TIME)
                    ? Optional.empty()
                    : Optional.of(Timestamp.from(at));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Whether rows may lack a value of this order. */
    boolean isOptional() {
        return this == LAST_NAME;
    }

    /** Whether a list in this order can go on after the position. */
    public boolean continuesAfter(EnrollmentCursor position) {
        return position.value() == null ? isOptional() : value(position).isPresent();
    }

    public static List<String> wires() {
        return Arrays.stream(values()).map(EnrollmentSort::wire).toList();
    }

    public static Optional<EnrollmentSort> ofWire(String wire) {
        return Arrays.stream(values()).filter(sort -> sort.wire.equals(wire)).findFirst();
    }
}
