package dev.enlist.shared;

import dev.enlist.shared.problem.PreconditionFailed;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Entity tags of single resources: their version, in quotes. */
public final class EntityTags {

    private EntityTags() {}

    public static String of(int version) {
        return "\"" + version + "\"";
    }

    /** Refuses with 412 when the caller named tags and none is the current one. */
    public static void check(@Nullable String ifMatch, int version) {
        if (ifMatch == null || ifMatch.isBlank()) {
            return;
        }
        String current = of(version);
        boolean matches = Arrays.stream(ifMatch.split(","))
                .map(String::trim)
                .anyMatch(tag -> tag.equals("*") || tag.equals(current));
        if (!matches) {
            throw new PreconditionFailed(current);
        }
    }
}
