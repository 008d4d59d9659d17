package dev.enlist.analysis.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.engine.DecisionTable;
import dev.enlist.eligibility.engine.RulesEngine;
import dev.enlist.eligibility.feel.FeelReferences;
import dev.enlist.eligibility.feel.FeelValidator;
import dev.enlist.eligibility.feel.UnaryTestParser;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table prepared for millions of evaluations. Its FEEL is analysed for the inputs that conditions, statuses and codes
 * read, and only these are fetched. Each column is evaluated once per distinct value: there may be a thousand postal
 * codes and a thousand days, but hardly two applicants with the same of both. The first row that all columns accept
 * decides. Reasons are left out, because they repeat data of an applicant.
 *
 * <p>A table with another hit policy, with computed outputs or with required tables, and inputs on which a column fails, are evaluated as a
 * whole, cached by equal inputs. Where the inputs read are not known, because a cell is no FEEL or reads the time,
 * every input is fetched or nothing is cached.
 */
public final class CompiledTable {

    /**
     * The verdict of a table in short form.
     *
     * @param amount   the output {@code amount}; null where the row states none
     * @param currency the output {@code currency}; null where the row states none
     */
    public record Answer(
            String status,
            String code,
            @Nullable Integer rule,
            @Nullable BigDecimal amount,
            @Nullable String currency) {

        Answer(String status, String code, @Nullable Integer rule) {
            this(status, code, rule, null, null);
        }

        /** The table could not be evaluated on these inputs. */
        static final Answer FAILED = new Answer("failed", "rules-failed", null);

        /** No row matched. */
        static final Answer NO_ROW = new Answer("ineligible", "no-rule-matched", null);

        public boolean isFailure() {
            return this == FAILED;
        }
    }

    /** Characters of the cached inputs. */
    private static final long MOST_KEPT = 30_000_000;

    private static final int MOST_REASONS = 5_000;

    private static final int WEIGHT_OF_AN_ENTRY = 100;

    private static final Set<String> CONTEXTS = Set.of("metadata", "config");

    /** Functions whose result depends on more than their arguments, or that distinguish an absent member from null. */
    private static final Set<String> UNSTEADY = UnaryTestParser.notRepeatable();

    private static final Set<String> LOOKS_AT_ABSENCE = Set.of("is defined", "get entries", "context put");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final List<List<String>> places;
    private final List<List<String>> placesOfReason;
    private final boolean keeps;
    private final Function<Map<String, @Nullable Object>, Decision> verdicts;
    private final Function<Map<String, @Nullable Object>, Decision> whole;
    private final List<RowReason> rows;
    private final @Nullable ColumnIndex columns;
    private final Cache<String, Answer> known = Caffeine.newBuilder()
            .maximumWeight(MOST_KEPT)
            .weigher((String inputs, Answer answer) -> WEIGHT_OF_AN_ENTRY + inputs.length())
            .build();

    public CompiledTable(String dmn, RulesEngine engine) {
        DecisionTable table = engine.parse(dmn);
        this.whole = engine.prepared(table);
        this.placesOfReason = places(facts(table));
        this.rows = rows(table, engine);
        DecisionTable brief = table.withoutOutput("reason");
        List<FeelReferences> facts = facts(brief);
        this.verdicts = engine.prepared(brief);
        this.places = places(facts);
        this.keeps = facts.stream().noneMatch(fact -> fact.functions().stream().anyMatch(UNSTEADY::contains));
        this.columns =
                keeps && table.required().isEmpty() ? ColumnIndex.of(brief, places, CompiledTable::columnPlaces) : null;
    }

    /** The inputs that one column reads. */
    private static List<List<String>> columnPlaces(DecisionTable table, int column) {
        FeelValidator reader = new FeelValidator();
        List<FeelReferences> facts = new ArrayList<>();
        text(table.columns().get(column).expression()).ifPresent(text -> facts.add(reader.factsOfExpression(text)));
        table.rows()
                .forEach(row -> text(row.conditions().get(column))
                        .ifPresent(text -> facts.add(reader.factsOfUnaryTests(text))));
        return places(facts);
    }

    /** The inputs that the decision depends on, each a path of one or two names. */
    public List<List<String>> places() {
        return places;
    }

    /** The inputs that the decision or a reason depends on. */
    public List<List<String>> placesOfReason() {
        return placesOfReason;
    }

    /** @param inputs the values at {@link #places}, each as JSON, null where absent */
    public Answer answer(@Nullable String[] inputs) {
        Answer answer = columns == null ? null : columns.answer(inputs, () -> placed(inputs, places));
        if (answer != null) {
            return answer;
        }
        return keeps ? known.get(String.join(",", inputs), any -> evaluate(inputs)) : evaluate(inputs);
    }

    /** Evaluates without the cache; for comparison. */
    Answer evaluate(@Nullable String[] inputs) {
        return answer(verdicts, placed(inputs, places));
    }

    /** Whether the table is evaluated column by column. */
    boolean isTakenApart() {
        return columns != null;
    }

    /** Number of distinct inputs in the cache of whole evaluations. */
    long remembered() {
        return known.estimatedSize();
    }

    /**
     * The reason output of the row that decided; null where it has none. Evaluates only that row.
     *
     * @param inputs the values at {@link #placesOfReason}
     */
    public @Nullable String reason(Answer answer, @Nullable String[] inputs) {
        Integer rule = answer.rule();
        return rule == null
                ? Decision.noRuleMatched().verdict().reason()
                : rows.get(rule - 1).reason(inputs);
    }

    /** @param inputs every input */
    public Decision decide(Map<String, @Nullable Object> inputs) {
        return whole.apply(inputs);
    }

    private static Answer answer(
            Function<Map<String, @Nullable Object>, Decision> table, Map<String, @Nullable Object> inputs) {
        try {
            return of(table.apply(inputs));
        } catch (RulesFailed e) {
            return Answer.FAILED;
        }
    }

    static Answer of(Decision decision) {
        return new Answer(
                decision.verdict().status().wire(),
                decision.verdict().code(),
                decision.matchedRules().isEmpty()
                        ? null
                        : decision.matchedRules().get(0).number(),
                decision.amount(),
                decision.currency());
    }

    /** Every input, null where it was not fetched. */
    private static Map<String, @Nullable Object> placed(@Nullable String[] inputs, List<List<String>> places) {
        Map<String, @Nullable Object> placed = new HashMap<>();
        RuleInput.ALL.forEach(input -> placed.put(input.name(), null));
        for (int i = 0; i < inputs.length; i++) {
            List<String> place = places.get(i);
            Object value = value(inputs[i]);
            if (place.size() == 1) {
                placed.put(place.get(0), value);
            } else {
                member(placed, place.get(0)).put(place.get(1), value);
            }
        }
        CONTEXTS.forEach(context -> member(placed, context));
        return placed;
    }

    private static @Nullable Object value(@Nullable String json) {
        try {
            return json == null ? null : JSON.readValue(json, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database returned invalid JSON.", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> member(Map<String, @Nullable Object> placed, String context) {
        if (!(placed.get(context) instanceof Map<?, ?>)) {
            placed.put(context, new HashMap<>());
        }
        return (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(placed.get(context));
    }

    /** The reason output of one row, evaluated once per distinct value of its inputs. */
    private final class RowReason {

        private final int[] own;
        private final boolean steady;
        private final Function<Map<String, @Nullable Object>, Decision> row;
        private final Cache<String, Optional<String>> said =
                Caffeine.newBuilder().maximumSize(MOST_REASONS).build();

        private RowReason(DecisionTable row, List<FeelReferences> facts, RulesEngine engine) {
            this.row = engine.prepared(row);
            this.own = places(facts).stream()
                    .mapToInt(place -> ColumnIndex.index(placesOfReason, place))
                    .toArray();
            this.steady =
                    facts.stream().noneMatch(fact -> fact.functions().stream().anyMatch(UNSTEADY::contains));
        }

        private @Nullable String reason(@Nullable String[] inputs) {
            Optional<String> reason = steady ? said.get(ColumnIndex.key(own, inputs), any -> ask(inputs)) : ask(inputs);
            return reason.orElse(null);
        }

        private Optional<String> ask(@Nullable String[] inputs) {
            try {
                return Optional.ofNullable(
                        row.apply(placed(inputs, placesOfReason)).verdict().reason());
            } catch (RulesFailed e) {
                return Optional.empty();
            }
        }
    }

    /** For each row a table with the outputs of the row and no conditions. */
    private List<RowReason> rows(DecisionTable table, RulesEngine engine) {
        FeelValidator reader = new FeelValidator();
        List<RowReason> reasons = new ArrayList<>();
        for (int row = 0; row < table.rows().size(); row++) {
            List<FeelReferences> facts = new ArrayList<>();
            table.rows()
                    .get(row)
                    .conclusions()
                    .forEach(answer -> text(answer).ifPresent(text -> facts.add(reader.factsOfExpression(text))));
            table.required().forEach(required -> facts.addAll(ownFacts(required)));
            reasons.add(new RowReason(table.unconditionalRow(row), facts, engine));
        }
        return reasons;
    }

    /** What the table and those that it requires read. */
    private static List<FeelReferences> facts(DecisionTable table) {
        List<FeelReferences> facts = new ArrayList<>();
        table.all().forEach(each -> facts.addAll(ownFacts(each)));
        return facts;
    }

    private static List<FeelReferences> ownFacts(DecisionTable table) {
        FeelValidator reader = new FeelValidator();
        Map<String, FeelReferences> expressions = new HashMap<>();
        Map<String, FeelReferences> tests = new HashMap<>();
        table.columns()
                .forEach(column -> text(column.expression())
                        .ifPresent(text -> expressions.computeIfAbsent(text, reader::factsOfExpression)));
        for (DecisionTable.Row row : table.rows()) {
            row.conditions()
                    .forEach(condition ->
                            text(condition).ifPresent(text -> tests.computeIfAbsent(text, reader::factsOfUnaryTests)));
            row.conclusions()
                    .forEach(conclusion -> text(conclusion)
                            .ifPresent(text -> expressions.computeIfAbsent(text, reader::factsOfExpression)));
        }
        List<FeelReferences> facts = new ArrayList<>(expressions.values());
        facts.addAll(tests.values());
        return facts;
    }

    private static Optional<String> text(String feel) {
        return feel.isEmpty() ? Optional.empty() : Optional.of(feel);
    }

    /** The inputs that may be read, without those contained in another; every input where they are not known. */
    private static List<List<String>> places(List<FeelReferences> facts) {
        boolean unsure = facts.stream()
                .anyMatch(fact -> !fact.readable() || fact.functions().stream().anyMatch(LOOKS_AT_ABSENCE::contains));
        if (unsure) {
            return RuleInput.ALL.stream().map(input -> List.of(input.name())).toList();
        }
        Set<String> wholes = new TreeSet<>();
        Set<List<String>> members = new LinkedHashSet<>();
        for (FeelReferences fact : facts) {
            for (List<String> reference : fact.references()) {
                String input = reference.get(0);
                if (!RuleInput.isKnown(input)) {
                    continue;
                }
                if (reference.size() > 1 && CONTEXTS.contains(input)) {
                    members.add(List.copyOf(reference.subList(0, 2)));
                } else {
                    wholes.add(input);
                }
            }
        }
        List<List<String>> places = new ArrayList<>();
        wholes.forEach(name -> places.add(List.of(name)));
        members.stream()
                .filter(member -> !wholes.contains(member.get(0)))
                .sorted(java.util.Comparator.comparing(Object::toString))
                .forEach(places::add);
        return places;
    }
}
