package dev.enlist.enrollment;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The end of a participation, from the request on.
 *
 * @param at time of the request
 */
public record EnrollmentExit(String reason, ExitKind kind, Instant at) {

    /** The member of the metadata with the exit in responses. Requests must not contain it. */
    public static final String MEMBER = "exit";

    /** Metadata for responses: with the exit, if one is requested. */
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
