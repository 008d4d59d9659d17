package dev.enlist.eligibility;

import dev.enlist.eligibility.engine.DecisionTable;
import dev.enlist.eligibility.feel.ExpressionFacts;
import dev.enlist.eligibility.feel.ReadRecorder;
import dev.enlist.eligibility.feel.UnaryTestParser;
import dev.enlist.eligibility.feel.ValueKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds which inputs of the applicant a table and those that it requires read, and whether it asks for them in this program. A column such as "is
 * the use within the limits" reads {@code metadata.monthlyKwh} only where the configuration states a limit: where
 * program and configuration alone decide its value, its inputs are not asked for.
 */
final class InputUsageReader {

    private static final String METADATA = "metadata";

    /** Inputs that come from the person who applies. */
    private static final Set<String> OF_APPLICANT =
            Set.of("state", "postalCode", "country", "manufacturerSlugs", "serialNumber", "tags", METADATA);

    private final UnaryTestParser parser = new UnaryTestParser();
    private final ReadRecorder recorder = new ReadRecorder();

    /**
     * @param program inputs that program and instance determine, by name
     * @return inputs of the applicant as paths with dots, such as {@code metadata.monthlyKwh}; true where one is asked for
     */
    Map<String, Boolean> of(DecisionTable table, Map<String, @Nullable Object> program) {
        Map<String, Boolean> usage = new TreeMap<>();
        table.all().forEach(each -> add(each, program, usage));
        return usage;
    }

    private void add(DecisionTable table, Map<String, @Nullable Object> program, Map<String, Boolean> usage) {
        for (DecisionTable.Column column : table.columns()) {
            boolean asked = readsApplicant(column.expression(), program);
            add(parser.expression(column.expression(), InputUsageReader::kind), asked, usage);
        }
        for (DecisionTable.Row row : table.rows()) {
            row.conditions()
                    .forEach(condition -> add(parser.condition(condition, InputUsageReader::kind), true, usage));
            // the words of a reason repeat an input, they do not ask for it
            row.conclusions()
                    .forEach(conclusion -> add(parser.expression(conclusion, InputUsageReader::kind), false, usage));
        }
    }

    private static void add(ExpressionFacts facts, boolean asked, Map<String, Boolean> usage) {
        for (List<String> path : facts.reads()) {
            if (OF_APPLICANT.contains(path.get(0))) {
                boolean member = path.get(0).equals(METADATA) && path.size() > 1;
                usage.merge(member ? METADATA + "." + path.get(1) : path.get(0), asked, Boolean::logicalOr);
            }
        }
    }

    /** Whether the evaluation with an applicant without known facts reads any input of the applicant. */
    private boolean readsApplicant(String expression, Map<String, @Nullable Object> program) {
        return !expression.isEmpty()
                && recorder.reads(expression, program)
                        .map(read -> read.stream().anyMatch(OF_APPLICANT::contains))
                        .orElse(true);
    }

    private static ValueKind kind(List<String> path) {
        return ValueKind.UNKNOWN;
    }
}
