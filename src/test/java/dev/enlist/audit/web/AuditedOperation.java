package dev.enlist.audit.web;

import dev.enlist.support.Uploads;
import dev.enlist.support.World;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * An operation that changes data, with the audit entry that it writes.
 *
 * @param operation method and path as in the OpenAPI document
 * @param target    creates the resource and returns the path to call
 * @param body      JSON or XML; empty for none
 * @param action    the action of the entry
 * @param after     values in the entry, as JSON
 */
record AuditedOperation(
        String operation,
        Function<World, String> target,
        Function<World, String> body,
        String action,
        String before,
        String after) {

    @Override
    public String toString() {
        return operation;
    }

    String method() {
        return operation.substring(0, operation.indexOf(' '));
    }

    /** The documented path, with the names of its variables. */
    String path() {
        return operation.substring(operation.indexOf(' ') + 1);
    }

    /** The content type of a body of this test, by its first characters. */
    static String contentType(String body) {
        if (body.startsWith("PK")) {
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        }
        if (body.startsWith("<svg")) {
            return "image/svg+xml";
        }
        if (body.startsWith("<")) {
            return "application/xml";
        }
        if (body.startsWith("--")) {
            return "multipart/form-data; boundary=" + Uploads.BOUNDARY;
        }
        return body.startsWith("name,") || body.startsWith("firstName,") ? "text/csv" : "application/json";
    }

    /** A workbook is bytes, one a character. */
    static BodyPublisher publisher(String body) {
        return BodyPublishers.ofString(
                body, body.startsWith("PK") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }
}
