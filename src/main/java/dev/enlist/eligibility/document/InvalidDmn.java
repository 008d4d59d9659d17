package dev.enlist.eligibility.document;

import java.util.List;
import org.camunda.bpm.model.xml.ModelValidationException;
import org.jspecify.annotations.Nullable;

/** A document that violates the DMN schema. */
public class InvalidDmn extends ModelValidationException {

    private static final long serialVersionUID = 1L;

    /**
     * One violation.
     *
     * @param row     row of the table, from 1; null where the violation is in no row
     * @param column  label of the column; null where the violation is in no column
     * @param message a sentence: what is wrong, and what to write instead
     */
    public record Fault(@Nullable Integer row, @Nullable String column, String message) {}

    private final transient List<Fault> faults;

    InvalidDmn(List<Fault> faults) {
        super(faults.get(0).message());
        this.faults = List.copyOf(faults);
    }

    /** At least one fault. */
    public List<Fault> faults() {
        return faults;
    }
}
