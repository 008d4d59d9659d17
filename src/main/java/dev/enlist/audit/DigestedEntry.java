package dev.enlist.audit;

import dev.enlist.shared.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The input of an entry's digest: every column that the application writes.
 *
 * @param changed names of all changed fields
 * @param before  JSON text, digested as written
 * @param after   JSON text, digested as written
 * @param operation the operation within a request of several; otherwise null
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
     * The fields in a fixed order; another order would change every digest. {@code operation} was added later and is
     * digested only where present, so that older digests still verify.
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
