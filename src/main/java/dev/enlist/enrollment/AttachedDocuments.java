package dev.enlist.enrollment;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells which documents enrollments have. Implemented by the module that stores documents. */
public interface AttachedDocuments {

    /** The types of the documents of each enrollment, without those that are infected. One query. */
    Map<String, Set<String>> typesOf(Collection<String> enrollmentIds);

    /** The same for one enrollment after the other: one query when the first one is asked for. */
    default Function<String, Set<String>> typesAmong(Collection<String> enrollmentIds) {
        return new Function<>() {

            private @Nullable Map<String, Set<String>> types;

            @Override
            public Set<String> apply(String enrollmentId) {
                if (types == null) {
                    types = typesOf(enrollmentIds);
                }
                return types.getOrDefault(enrollmentId, Set.of());
            }
        };
    }
}
