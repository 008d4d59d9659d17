package dev.enlist.eligibility.cases;

import com.fasterxml.jackson.core.JsonPointer;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.Verdict;
import dev.enlist.shared.CsvHeaders;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.FreeJsonValidator;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Test cases as CSV: columns {@code name}, {@code expectedStatus} and {@code expectedCode}, and one column per input,
 * with dots for members of {@code metadata} and {@code config}. Reading a written file gives the same cases.
 */
public final class TestCaseCsv {

    private static final Set<String> OWN = Set.of("name", "expectedStatus", "expectedCode");
    private static final int LONGEST_NAME = 200;
    private static final int MOST_FAULTS = 200;

    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Long> names = new HashMap<>();

    private TestCaseCsv() {}

    /** Reads all test cases, or reports every fault with its line, from 1, and its column. */
    public static List<TestCaseDetails> read(String csv) {
        TestCaseCsv reading = new TestCaseCsv();
        List<TestCaseDetails> cases = reading.cases(csv);
        if (!reading.faults.isEmpty()) {
            throw new InvalidInput(reading.faults);
        }
        return cases;
    }

    private List<TestCaseDetails> cases(String csv) {
        List<TestCaseDetails> cases = new ArrayList<>();
        String text = csv.startsWith("\uFEFF") ? csv.substring(1) : csv;
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            List<String> header = List.of();
            for (CsvRecord line : records) {
                if (header.isEmpty()) {
                    header = line.getFields().stream().map(String::trim).toList();
                    header(header);
                    if (!faults.isEmpty()) {
                        return cases;
                    }
                } else if (faults.size() < MOST_FAULTS) {
                    cases.add(testCase(header, line));
                }
                if (cases.size() > TestCaseService.MOST_CASES) {
                    faults.add(new Fault("", "there are more than " + TestCaseService.MOST_CASES + " rows"));
                    return cases;
                }
            }
            if (header.isEmpty()) {
                faults.add(new Fault("", "the first line must name the columns"));
            }
        } catch (CsvParseException e) {
            faults.add(new Fault("", "cannot be read as CSV: " + e.getMessage()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return cases;
    }

    private void header(List<String> header) {
        CsvHeaders.requireBounded(header);
        Set<String> seen = new HashSet<>();
        for (String column : header) {
            String[] steps = column.split("\\.", -1);
            boolean known = OWN.contains(column) || RuleInput.isKnown(steps[0]);
            boolean nested = steps.length == 1 || List.of("metadata", "config").contains(steps[0]);
            if (!known || !nested || List.of(steps).contains("")) {
                fault(1, column, "is no column; name, expectedStatus, expectedCode and the inputs are");
            } else if (!seen.add(column)) {
                fault(1, column, "occurs twice; name each column once");
            } else if (header.stream().anyMatch(other -> other.startsWith(column + "."))) {
                fault(1, column, "has columns for its members, and cannot have a value of its own");
            }
        }
        for (String needed : List.of("name", "expectedStatus")) {
            if (!header.contains(needed)) {
                fault(1, needed, "is missing");
            }
        }
    }

    private TestCaseDetails testCase(List<String> header, CsvRecord line) {
        long at = line.getStartingLineNumber();
        if (line.getFieldCount() != header.size()) {
            faults.add(new Fault(
                    "/" + at,
                    "line " + at + " has " + line.getFieldCount() + " cells, and the first line " + header.size()
                            + " columns"));
            return new TestCaseDetails("", Map.of(), "", null);
        }
        Map<String, String> own = new HashMap<>();
        Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            String column = header.get(i);
            String cell = line.getField(i);
            if (OWN.contains(column)) {
                own.put(column, cell.trim());
            } else if (!cell.isEmpty()) {
                try {
                    put(inputs, List.of(column.split("\\.")), CsvCellParser.read(cell, type(column)));
                } catch (IllegalArgumentException e) {
                    fault(at, column, String.valueOf(e.getMessage()));
                }
            }
        }
        return checked(at, own, inputs);
    }

    private TestCaseDetails checked(long at, Map<String, String> own, Map<String, @Nullable Object> inputs) {
        String name = own.getOrDefault("name", "");
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            fault(at, "name", "must have 1 to " + LONGEST_NAME + " characters");
        } else {
            Long before = names.putIfAbsent(name, at);
            if (before != null) {
                fault(at, "name", "is the same as on line " + before);
            }
        }
        String status = own.getOrDefault("expectedStatus", "");
        if (Verdict.Status.ofWire(status).isEmpty()) {
            fault(at, "expectedStatus", "must be eligible, ineligible or manual");
        }
        String code = own.getOrDefault("expectedCode", "");
        if (!code.isEmpty() && !code.matches(Slugs.KEBAB_PATTERN)) {
            fault(at, "expectedCode", "must be lower-case a to z, digits and hyphens");
        }
        if (!FreeJsonValidator.isStorable(inputs) || !FreeJsonValidator.isStorable(Map.of("name", name))) {
            fault(at, "name", "this line contains a character that cannot be stored, or is too long");
        }
        return new TestCaseDetails(name, inputs, status, code.isEmpty() ? null : code);
    }

    private static String type(String column) {
        return RuleInput.ALL.stream()
                .filter(input -> input.name().equals(column))
                .map(RuleInput::type)
                .findFirst()
                .orElse("any");
    }

    @SuppressWarnings("unchecked") // the header check ensures that no step has a value of its own
    private static void put(Map<String, @Nullable Object> inputs, List<String> path, @Nullable Object value) {
        Map<String, @Nullable Object> context = inputs;
        for (String step : path.subList(0, path.size() - 1)) {
            context = (Map<String, @Nullable Object>)
                    context.computeIfAbsent(step, key -> new LinkedHashMap<String, @Nullable Object>());
        }
        context.put(path.get(path.size() - 1), value);
    }

    private void fault(long line, String column, String message) {
        faults.add(new Fault(
                JsonPointer.empty()
                        .appendProperty(String.valueOf(line))
                        .appendProperty(column)
                        .toString(),
                "line " + line + ", column " + column + ": " + message));
    }

    /** Writes all cases, with a column for each input that occurs in any of them. */
    public static String write(List<RuleTestCase> cases) {
        Set<String> columns = new LinkedHashSet<>();
        List<Map<String, String>> rows = new ArrayList<>();
        Set<String> whole = new HashSet<>();
        cases.forEach(each -> each.inputs().forEach((name, value) -> {
            if (!isSplit(name, value)) {
                whole.add(name);
            }
        }));
        for (RuleTestCase each : cases) {
            Map<String, String> cells = new LinkedHashMap<>();
            each.inputs().forEach((name, value) -> flatten(name, value, whole.contains(name), cells));
            columns.addAll(cells.keySet());
            rows.add(cells);
        }
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            List<String> header = new ArrayList<>(List.of("name"));
            header.addAll(columns);
            header.addAll(List.of("expectedStatus", "expectedCode"));
            csv.writeRecord(header);
            for (int i = 0; i < cases.size(); i++) {
                List<String> line = new ArrayList<>(List.of(cases.get(i).name()));
                Map<String, String> cells = rows.get(i);
                columns.forEach(column -> line.add(cells.getOrDefault(column, "")));
                line.add(cases.get(i).expectedStatus());
                line.add(cases.get(i).expectedCode().orElse(""));
                csv.writeRecord(line);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Flattens contexts by one level; deeper values are written as JSON. */
    private static void flatten(String name, @Nullable Object value, boolean whole, Map<String, String> cells) {
        if (!whole && value instanceof Map<?, ?> members) {
            members.forEach((key, member) -> cells.put(name + "." + key, CsvCellParser.write(member, "any")));
        } else {
            cells.put(name, CsvCellParser.write(value, type(name)));
        }
    }

    /**
     * Whether the members of a value can have their own columns; in one file this holds for all values of a name or for
     * none.
     */
    private static boolean isSplit(String name, @Nullable Object value) {
        return value instanceof Map<?, ?> members
                && !members.isEmpty()
                && List.of("metadata", "config").contains(name)
                && members.keySet().stream()
                        .map(String::valueOf)
                        .allMatch(key -> !key.isEmpty() && !key.contains(".") && key.equals(key.trim()));
    }
}
