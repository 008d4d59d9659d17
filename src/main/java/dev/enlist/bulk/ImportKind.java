package dev.enlist.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.bulk.file.ColumnVocabulary;
import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of rows that files contain, other than people to enroll. The module that stores such rows implements it; upload,
 * preview, dry run, chunks, resumption, error report and corrections are those of every import.
 */
public interface ImportKind {

    /** Such as {@code outcomes}; the value of the query parameter {@code kind}. */
    String name();

    /** What the columns of a CSV file map to. */
    ColumnVocabulary vocabulary();

    /**
     * Processes rows in the transaction of the caller: stores each row that has no fault.
     *
     * @param rows   the members of each row; of a CSV file all values are texts
     * @param dryRun whether to store nothing
     * @return in the order of {@code rows}
     */
    List<Result> process(String programInstanceId, List<JsonNode> rows, boolean dryRun, Actor by);

    /**
     * The result of a row; of a dry run, the result that it would have.
     *
     * @param outcome      one of the constants
     * @param enrollmentId that the row is about; null where it is not known
     * @param faults       of a refused row
     */
    record Result(String outcome, @Nullable String enrollmentId, List<Fault> faults) {

        public static final String CREATED = "created";
        public static final String UPDATED = "updated";
        public static final String SKIPPED = "skipped";
        public static final String REFUSED = "refused";

        public static Result refused(List<Fault> faults) {
            return new Result(REFUSED, null, faults);
        }
    }
}
