package dev.enlist.audit;

import dev.enlist.shared.Actor;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it is digested: every column that the application writes.
 *
 * @param changed names of all fields that changed
 * @param before  JSON, digested as it is written
 * @param after   the same
 */
record Entry(
        String id,
        String workspaceId,
        Instant at,
        Actor actor,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String requestId,
        String action,
        String subjectType,
        String subjectId,
        List<String> changed,
        String before,
        String after) {

    /** In an order that never changes: another would make every digest a different one. */
    List<@Nullable Object> fields() {
        return Arrays.asList(
                id,
                workspaceId,
                at.toString(),
                actor.type().wire(),
                actor.id(),
                actor.name(),
                ip,
                userAgent,
                requestId,
                action,
                subjectType,
                subjectId,
                changed,
                before,
                after);
    }
}
