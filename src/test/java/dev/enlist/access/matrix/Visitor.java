package dev.enlist.access.matrix;

import dev.enlist.process.Browser;
import dev.enlist.shared.access.Requires;
import dev.enlist.support.Api;
import dev.enlist.support.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.function.Function;

/**
 * Somebody who tries every operation.
 *
 * @param expectation what the subject of the workspace shall answer them
 */
record Visitor(String name, Caller caller, Function<Operation, Expectation> expectation) {

    /** How they call. */
    interface Caller {
        Reply call(Operation operation, String path);
    }

    /** What a call shall come to. */
    enum Expectation {
        /** Through to the operation; what it then says of the request is its own affair. */
        ALLOWED("yes"),
        /** Known, and refused. */
        FORBIDDEN("403"),
        /** Not known at all. */
        UNKNOWN("401"),
        /** The thing is not there, for them: they are answered as for an id that nobody has. */
        ABSENT("404");

        final String printed;

        Expectation(String printed) {
            this.printed = printed;
        }
    }

    /** What an operation shall come to; a key opens no page. */
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

    /** Too little for most operations: who is let through is told what is missing. */
    private static String body(Operation operation) {
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
