package dev.enlist.analysis.replay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.Verdict;
import dev.enlist.eligibility.engine.ColumnEvaluator;
import dev.enlist.eligibility.engine.DecisionTable;
import dev.enlist.eligibility.feel.FeelValidator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Caches which rows each column accepts, for a table under First whose outputs are constants. */
final class ColumnIndex {

    /** The inputs that a column reads. */
    @FunctionalInterface
    interface Reads {
        List<List<String>> of(DecisionTable table, int column);
    }

    /** Maximum number of distinct values cached per column. */
    private static final int MOST_VALUES = 50_000;

    private static final char BETWEEN = ',';
    private static final String CODE = dev.enlist.shared.Slugs.KEBAB_PATTERN;
    private static final String AMOUNT = "\\d{1,12}(\\.\\d{1,9})?";

    /**
     * The positions of a column's inputs, and the rows it accepts by value; an empty entry marks a failed evaluation.
     */
    private record Column(int[] places, Cache<String, Optional<BitSet>> rows) {}

    private final List<CompiledTable.Answer> answers;
    private final List<Column> columns = new ArrayList<>();
    private final ColumnEvaluator probe;

    private ColumnIndex(
            DecisionTable table, List<CompiledTable.Answer> answers, List<List<String>> places, Reads reads) {
        this.answers = answers;
        this.probe = new ColumnEvaluator(table);
        for (int column = 0; column < table.columns().size(); column++) {
            int[] own = reads.of(table, column).stream()
                    .mapToInt(place -> index(places, place))
                    .toArray();
            columns.add(new Column(
                    own, Caffeine.newBuilder().maximumSize(MOST_VALUES).build()));
        }
    }

    static int index(List<List<String>> places, List<String> place) {
        int index = places.indexOf(place);
        return index >= 0 ? index : places.indexOf(place.subList(0, 1));
    }

    /** Null for a table that cannot be evaluated column by column. */
    static @Nullable ColumnIndex of(DecisionTable table, List<List<String>> places, Reads reads) {
        if (!table.isFirstHit()) {
            return null;
        }
        List<CompiledTable.Answer> answers = new ArrayList<>();
        FeelValidator reader = new FeelValidator();
        for (int row = 0; row < table.rows().size(); row++) {
            String status = constant(reader, table, row, "status");
            String code = constant(reader, table, row, "code");
            boolean usable = Verdict.Status.ofWire(status).isPresent()
                    && code != null
                    && code.matches(CODE)
                    && isConstantOrAbsent(reader, table, row, Decision.AMOUNT)
                    && isConstantOrAbsent(reader, table, row, Decision.CURRENCY);
            if (!usable) {
                return null;
            }
            String amount = constantText(reader, table, row, Decision.AMOUNT);
            if (amount != null && !amount.matches(AMOUNT)) {
                return null;
            }
            answers.add(new CompiledTable.Answer(
                    String.valueOf(status),
                    code,
                    row + 1,
                    amount == null ? null : new BigDecimal(amount),
                    constantText(reader, table, row, Decision.CURRENCY)));
        }
        return new ColumnIndex(table, answers, places, reads);
    }

    /** Whether an optional output of a row is a constant, or the row states none. */
    private static boolean isConstantOrAbsent(FeelValidator reader, DecisionTable table, int row, String output) {
        return conclusion(table, row, output).isEmpty() || constantText(reader, table, row, output) != null;
    }

    private static @Nullable String constantText(FeelValidator reader, DecisionTable table, int row, String output) {
        String conclusion = conclusion(table, row, output);
        return !conclusion.isEmpty() && reader.expression(conclusion) instanceof FeelValidator.Usable usable
                ? usable.constant().orElse(null)
                : null;
    }

    private static String conclusion(DecisionTable table, int row, String output) {
        int place = table.outputs().indexOf(output);
        String conclusion =
                place < 0 ? null : table.rows().get(row).conclusions().get(place);
        return conclusion == null ? "" : conclusion.strip();
    }

    private static @Nullable String constant(FeelValidator reader, DecisionTable table, int row, String output) {
        int place = table.outputs().indexOf(output);
        String conclusion = place < 0 ? "" : table.rows().get(row).conclusions().get(place);
        return conclusion.startsWith("\"") && reader.expression(conclusion) instanceof FeelValidator.Usable usable
                ? usable.constant().orElse(null)
                : null;
    }

    /** Null where a column fails, so that the whole table has to be evaluated. */
    CompiledTable.@Nullable Answer answer(@Nullable String[] inputs, Supplier<Map<String, @Nullable Object>> placed) {
        BitSet matched = new BitSet(answers.size());
        matched.set(0, answers.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            int index = i;
            Optional<BitSet> rows = column.rows().get(key(column.places(), inputs), any -> rows(index, placed.get()));
            if (rows.isEmpty()) {
                return null;
            }
            matched.and(rows.get());
        }
        int first = matched.nextSetBit(0);
        return first < 0 ? CompiledTable.Answer.NO_ROW : answers.get(first);
    }

    private Optional<BitSet> rows(int column, Map<String, @Nullable Object> inputs) {
        ColumnEvaluator.Outcome outcome = probe.outcome(column, inputs);
        return outcome.failed() ? Optional.empty() : Optional.of(outcome.met());
    }

    static String key(int[] places, @Nullable String[] inputs) {
        if (places.length == 1) {
            return String.valueOf(inputs[places[0]]);
        }
        StringBuilder key = new StringBuilder();
        for (int place : places) {
            key.append(inputs[place]).append(BETWEEN);
        }
        return key.toString();
    }
}
