package dev.enlist.shared;

import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.FaultList;
import dev.enlist.shared.problem.InvalidInput;
import java.util.List;

/** Bounds of the first line of a CSV file, whose names say, with dots, where each cell goes. */
public final class CsvHeaders {

    public static final int MAX_COLUMNS = 1_000;
    public static final int MAX_NAME = 500;

    /** Names joined by dots in the name of one column: as deep as free JSON may be. */
    public static final int MAX_STEPS = 10;

    private CsvHeaders() {}

    /** @throws InvalidInput naming every column that is beyond a bound */
    public static void requireBounded(List<String> header) {
        FaultList faults = new FaultList();
        if (header.size() > MAX_COLUMNS) {
            faults.add(new Fault(
                    "", "the first line names " + header.size() + " columns; at most " + MAX_COLUMNS + " are read"));
        }
        for (int index = 0; index < header.size(); index++) {
            String name = header.get(index);
            long steps = 1 + name.chars().filter(c -> c == '.').count();
            if (name.length() > MAX_NAME) {
                faults.add(new Fault(
                        "",
                        "the name of column " + (index + 1) + " has " + name.length() + " characters; at most "
                                + MAX_NAME + " are read"));
            } else if (steps > MAX_STEPS) {
                faults.add(new Fault(
                        "",
                        "the name of column " + (index + 1) + " has " + steps + " steps joined by dots; at most "
                                + MAX_STEPS + " are read"));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }
}
