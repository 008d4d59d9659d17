package dev.enlist.analysis.web;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.enlist.analysis.replay.Replay;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.shared.CsvHeaders;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads candidates from CSV: a column per input, with dots for members ({@code metadata.monthlyKwh}), {@code |} between
 * list items, and a column {@code reference} that identifies each person in the results.
 */
final class CandidateCsvParser {

    static final int MOST = 50_000;

    private static final String REFERENCE = "reference";
    private static final int MOST_FAULTS = 50;

    private CandidateCsvParser() {}

    static List<Replay.Candidate> read(String csv) {
        List<Fault> faults = new ArrayList<>();
        List<Replay.Candidate> candidates = new ArrayList<>();
        List<String> columns = List.of();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(csv)) {
            for (CsvRecord line : reader) {
                if (columns.isEmpty()) {
                    columns = columns(line, faults);
                } else if (line.getFieldCount() != columns.size()) {
                    fault(
                            faults,
                            line,
                            "has " + line.getFieldCount() + " cells; there are " + columns.size() + " columns");
                } else if (candidates.size() < MOST) {
                    candidates.add(candidate(columns, line, faults));
                } else {
                    throw new InvalidInput("", "has more than " + MOST + " candidates");
                }
            }
        } catch (CsvParseException e) {
            throw new InvalidInput("", "is not well-formed CSV");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        if (candidates.isEmpty() && faults.isEmpty()) {
            faults.add(new Fault("", "has no candidates: a line of column names, then a line for each is expected"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return candidates;
    }

    private static List<String> columns(CsvRecord line, List<Fault> faults) {
        CsvHeaders.requireBounded(line.getFields());
        for (String name : line.getFields()) {
            String input = name.split("\\.", 2)[0];
            boolean context = type(input).equals("context");
            if (!name.equals(REFERENCE) && (!RuleInput.isKnown(input) || context != name.contains("."))) {
                faults.add(new Fault(Fault.pointerTo(name), "is no input of the rules"));
            }
        }
        if (line.getFields().stream().distinct().count() < line.getFieldCount()) {
            faults.add(new Fault("", "has a column twice"));
        }
        return line.getFields();
    }

    private static Replay.Candidate candidate(List<String> columns, CsvRecord line, List<Fault> faults) {
        Map<String, @Nullable Object> inputs = new HashMap<>();
        RuleInput.ALL.forEach(input -> inputs.put(input.name(), input.type().startsWith("list") ? List.of() : null));
        inputs.put("metadata", new HashMap<String, Object>());
        inputs.put("config", new HashMap<String, Object>());
        String reference = null;
        for (int i = 0; i < columns.size(); i++) {
            String cell = line.getField(i);
            if (columns.get(i).equals(REFERENCE)) {
                reference = cell.isBlank() ? null : cell;
            } else if (!cell.isBlank()) {
                try {
                    put(inputs, columns.get(i).split("\\."), cell.trim());
                } catch (IllegalArgumentException e) {
                    fault(faults, line, columns.get(i) + " " + e.getMessage());
                }
            }
        }
        return new Replay.Candidate(reference, inputs);
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, @Nullable Object> inputs, String[] names, String cell) {
        if (names.length == 1) {
            inputs.put(names[0], value(type(names[0]), cell));
            return;
        }
        Map<String, @Nullable Object> context = inputs;
        for (int i = 0; i < names.length - 1; i++) {
            if (!(context.get(names[i]) instanceof Map<?, ?>)) {
                context.put(names[i], new HashMap<String, Object>());
            }
            context = (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(context.get(names[i]));
        }
        context.put(names[names.length - 1], cell.contains("|") ? List.of(cell.split("\\|")) : guessed(cell));
    }

    private static Object value(String type, String cell) {
        return switch (type) {
            case "number" -> {
                try {
                    yield new BigDecimal(cell);
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("must be a number", e);
                }
            }
            case "boolean" -> {
                if (!cell.equals("true") && !cell.equals("false")) {
                    throw new IllegalArgumentException("must be true or false");
                }
                yield Boolean.valueOf(cell);
            }
            default -> type.startsWith("list") ? List.of(cell.split("\\|")) : cell;
        };
    }

    /** The value that a client would have sent as JSON. */
    private static Object guessed(String cell) {
        if (cell.equals("true") || cell.equals("false")) {
            return Boolean.valueOf(cell);
        }
        return cell.matches("-?(0|[1-9][0-9]{0,15})(\\.[0-9]{1,9})?") ? new BigDecimal(cell) : cell;
    }

    private static String type(String input) {
        return RuleInput.ALL.stream()
                .filter(known -> known.name().equals(input))
                .map(RuleInput::type)
                .findFirst()
                .orElse("");
    }

    private static void fault(List<Fault> faults, CsvRecord line, String message) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault("/" + line.getStartingLineNumber(), message));
        }
    }
}
