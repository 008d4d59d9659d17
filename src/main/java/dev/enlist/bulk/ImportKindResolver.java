package dev.enlist.bulk;

import dev.enlist.bulk.file.ColumnVocabulary;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The kinds of rows that can be imported: people to enroll, and what other modules provide. */
@Component
public class ImportKindResolver {

    private final Map<String, ImportKind> kinds;

    ImportKindResolver(List<ImportKind> kinds) {
        this.kinds = kinds.stream().collect(Collectors.toMap(ImportKind::name, Function.identity()));
    }

    /** All names, sorted, {@value ImportOptions#ENROLLMENTS} first. */
    public List<String> names() {
        return Stream.concat(
                        Stream.of(ImportOptions.ENROLLMENTS),
                        kinds.keySet().stream().sorted())
                .toList();
    }

    ColumnVocabulary vocabulary(String name) {
        return name.equals(ImportOptions.ENROLLMENTS)
                ? ColumnVocabulary.ENROLLMENTS
                : kind(name).vocabulary();
    }

    /** The kind with this name, which is not {@value ImportOptions#ENROLLMENTS}. */
    ImportKind kind(String name) {
        ImportKind kind = kinds.get(name);
        if (kind == null) {
            throw new IllegalStateException("No module imports rows of the kind " + name);
        }
        return kind;
    }
}
