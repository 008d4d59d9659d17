package dev.enlist.audit;

import dev.enlist.shared.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it is digested: every column that the application writes.
 *
 * @param changed names of all fields that changed
 * @param before  JSON, digested as it is written
 * @param after   the same
 * @param operation which operation of a request that held several; null where a request is one
 */
record DigestedEntry(
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
        String after,
        @Nullable String operation) {

    /**
     * In an order that never changes: another would make every digest a different one. The operation came later, and
     * is digested only where there is one, so that what was digested before it came still verifies.
     */
    List<@Nullable Object> fields() {
        List<@Nullable Object> fields = new ArrayList<>(Arrays.asList(
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
                after));
        if (operation != null) {
            fields.add(operation);
        }
        return fields;
    }
}
