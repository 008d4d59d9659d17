package dev.enlist.access.matrix;

import dev.enlist.process.Browser;
import dev.enlist.shared.access.Requires;
import dev.enlist.support.Api;
import dev.enlist.support.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.function.Function;

/**
 * A caller who calls every operation.
 *
 * @param expectation the expected result for a resource of the workspace under test
 */
record TestCaller(String name, Caller caller, Function<Operation, Expectation> expectation) {

    /** Sends the call. */
    interface Caller {
        Reply call(Operation operation, String path);
    }

    /** The expected result of a call. */
    enum Expectation {
        /** Authorized; the operation may still refuse the request for other reasons. */
        ALLOWED("yes"),
        /** Authenticated, but refused. */
        FORBIDDEN("403"),
        /** Not authenticated. */
        UNKNOWN("401"),
        /** Answered as for an unknown id. */
        ABSENT("404");

        final String printed;

        Expectation(String printed) {
            this.printed = printed;
        }
    }

    /** The expected result of an operation; a key cannot open a page. */
    Expectation expects(Operation operation) {
        return operation.isPage() && name.contains("key") ? Expectation.UNKNOWN : expectation.apply(operation);
    }

    static Caller withKey(Api api) {
        return (operation, path) -> api.send(
                path,
                request -> request.header("Content-Type", operation.contentType())
                        .method(operation.method(), BodyPublishers.ofString(body(operation))));
    }

    static Caller inSession(Browser browser) {
        return (operation, path) -> browser.api(operation.method(), path, operation.contentType(), body(operation));
    }

    /** An empty object: an authorized call is refused because members are missing. */
    private static String body(Operation operation) {
        if (operation.method().equals("PATCH") && operation.template().equals("/imports/{id}/rows/{number}")) {
            return "{\"cells\": {\"lastName\": \"Field\"}}";
        }
        // the operation finds out whose they are, once the body is valid
        if (operation.method().equals("POST") && operation.template().startsWith("/payouts/{id}/")) {
            return "{\"reason\": \"Test\"}";
        }
        if (operation.template().equals("/activities/{id}/participations")) {
            return "{\"enrollmentId\": \"cllgn0u4r000008l7eazybfbo\", \"status\": \"attended\"}";
        }
        if (operation.template().equals("/workflowTasks/{id}/complete")) {
            return "{\"workerId\": \"worker\", \"variables\": {}}";
        }
        if (operation.template().equals("/workflowTasks/{id}/extendLock")) {
            return "{\"workerId\": \"worker\", \"lockDuration\": 1000}";
        }
        if (operation.template().equals("/workflowTasks/{id}/fail")) {
            return "{\"workerId\": \"worker\", \"errorMessage\": \"Test\"}";
        }
        return operation.method().equals("GET") || operation.method().equals("DELETE") ? "" : "{}";
    }

    static Expectation allowedIf(boolean allowed) {
        return allowed ? Expectation.ALLOWED : Expectation.FORBIDDEN;
    }

    static boolean of(Operation operation, Requires.Subject... subjects) {
        return operation.requires() != null
                && java.util.Arrays.asList(subjects)
                        .contains(operation.requires().of());
    }
}
