package dev.enlist.process.edge;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may be asked of the engine over HTTP: to read, and what Tasklist and Cockpit need to do their work.
 * Everything else is refused whoever asks, because nobody starts, rewrites, deploys or signals anything here:
 * enrollments do, through their own services. Whether somebody may do what is listed is decided behind, by
 * their role.
 */
final class EngineOperations {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private static final String ENGINE = "/camunda/api/engine/engine/default";
    private static final String ID = "/[A-Za-z0-9_:.-]+";

    /** Questions too long for a query string. */
    private static final String QUERIES = "(task|process-instance|execution|variable-instance|job|process-definition"
            + "|history/(task|process-instance|activity-instance|incident|job-log|variable-instance|decision-instance))";

    private record Allowed(String method, Pattern path) {

        static Allowed of(String method, String path) {
            return new Allowed(method, Pattern.compile(path));
        }
    }

    private static final List<Allowed> WRITING = List.of(
            Allowed.of("POST", ENGINE + "/" + QUERIES + "(/count)?"),
            Allowed.of("POST", ENGINE + "/filter" + ID + "/(list|count|singleResult)"),
            // the work of Tasklist; completing is submit-form and nothing else
            Allowed.of("POST", ENGINE + "/task" + ID + "/(claim|unclaim|assignee|submit-form)"),
            Allowed.of("POST", ENGINE + "/task" + ID + "/identity-links(/delete)?"),
            Allowed.of("PUT", ENGINE + "/task" + ID),
            // the work of Cockpit
            Allowed.of("PUT", ENGINE + "/job" + ID + "/retries"),
            Allowed.of("POST", "/camunda/api/cockpit/plugin/base/default/[a-z/-]+([A-Za-z0-9_:.-]+/[a-z-]+)?"),
            Allowed.of("POST", "/camunda/api/admin/auth/user/default/logout"));

    private EngineOperations() {}

    static boolean isReading(String method) {
        return READING.contains(method);
    }

    /** Forms give back what they were given; what is taken of it is decided behind. */
    static boolean isForm(String path) {
        return path.endsWith("/submit-form");
    }

    /** @param path decoded once, as the container does it */
    static boolean isAllowed(String method, String path) {
        return isReading(method)
                || WRITING.stream()
                        .anyMatch(allowed -> allowed.method().equals(method)
                                && allowed.path().matcher(path).matches());
    }
}
