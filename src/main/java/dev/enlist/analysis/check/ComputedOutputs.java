package dev.enlist.analysis.check;

import dev.enlist.eligibility.feel.ResultKind;
import dev.enlist.eligibility.feel.UnaryTestParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The outputs that a table computes from inputs, so that only an evaluation shows whether they are valid. */
record ComputedOutputs(List<Answer> answers) {

    /**
     * One computed output.
     *
     * @param row    from 0
     * @param output index among the output columns
     */
    record Answer(int row, int output, String name, String expression, Set<List<String>> reads) {

        boolean isReason() {
            return name.equals("reason");
        }
    }

    static ComputedOutputs of(DecisionTableView table, UnaryTestParser reader) {
        List<Answer> computed = new ArrayList<>();
        for (int output = 0; output < table.answers().size(); output++) {
            String name = table.answers().get(output).name();
            if (!Set.of("status", "reason", "code").contains(name)) {
                continue;
            }
            for (DecisionTableView.Row row : table.rows()) {
                String text = row.answers().get(output);
                boolean constant = text.isEmpty()
                        || reader.expression(text, RuleInputCatalog::kind)
                                .range()
                                .isPresent();
                if (!constant
                        && isInDoubt(
                                name,
                                reader.results(text, RuleInputCatalog::possible).kinds())) {
                    computed.add(new Answer(
                            row.number() - 1,
                            output,
                            name,
                            text,
                            reader.expression(text, RuleInputCatalog::kind).reads()));
                }
            }
        }
        return new ComputedOutputs(computed);
    }

    /**
     * Whether the validity of the output depends on the inputs. An output that is never valid is reported as a finding
     * of its cell.
     */
    private static boolean isInDoubt(String name, Set<ResultKind> kinds) {
        return name.equals("reason")
                ? kinds.contains(ResultKind.NULL) && kinds.size() > 1
                : kinds.contains(ResultKind.TEXT);
    }
}
