package dev.enlist.shared;

import dev.enlist.shared.problem.PreconditionFailed;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags of single resources: their version, in quotes. A resource without a version has a tag of what a caller may
 * change of it.
 */
public final class EntityTags {

    /** Bytes of a digest in a tag of content. */
    private static final int CONTENT_BYTES = 12;

    private EntityTags() {}

    public static String of(int version) {
        return "\"" + version + "\"";
    }

    /** @param changeable what a caller may change of the resource: a record of texts, numbers, instants and lists */
    public static String ofContent(Record changeable) {
        return "\"" + HexFormat.of().formatHex(Sha256.of(changeable.toString()), 0, CONTENT_BYTES) + "\"";
    }

    /** Refuses with 412 when the caller named tags and none is the current one. */
    public static void check(@Nullable String ifMatch, int version) {
        check(ifMatch, of(version));
    }

    /** The same for a resource with a tag of its content. */
    public static void check(@Nullable String ifMatch, Record changeable) {
        check(ifMatch, ofContent(changeable));
    }

    private static void check(@Nullable String ifMatch, String current) {
        if (ifMatch == null || ifMatch.isBlank()) {
            return;
        }
        boolean matches = Arrays.stream(ifMatch.split(","))
                .map(String::trim)
                .anyMatch(tag -> tag.equals("*") || tag.equals(current));
        if (!matches) {
            throw new PreconditionFailed(current);
        }
    }
}
