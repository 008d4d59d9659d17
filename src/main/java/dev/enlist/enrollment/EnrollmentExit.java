package dev.enlist.enrollment;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a participation ends: known from the moment the exit is asked for.
 *
 * @param at when it was asked for
 */
public record EnrollmentExit(String reason, ExitKind kind, Instant at) {

    /** The member of the metadata under which answers show it; requests may not contain it. */
    public static final String MEMBER = "exit";

    /** Metadata as answers show it: with the exit, where there is one. */
    static Map<String, Object> shownIn(Map<String, Object> metadata, EnrollmentExit exit) {
        Map<String, Object> shown = new LinkedHashMap<>(metadata);
        Map<String, Object> member = new LinkedHashMap<>();
        member.put("reason", exit.reason());
        member.put("kind", exit.kind().wire());
        member.put("at", exit.at().toString());
        shown.put(MEMBER, member);
        return shown;
    }
}
