package dev.enlist.shared.problem;

import java.util.List;

/** What the caller sent cannot be used; every fault is listed. */
public class InvalidInput extends Problem {

    private final transient List<Fault> faults;

    public InvalidInput(List<Fault> faults) {
        super(Kind.INVALID_INPUT, "invalid-input", summary(faults));
        this.faults = List.copyOf(faults);
    }

    public InvalidInput(String pointer, String message) {
        this(List.of(new Fault(pointer, message)));
    }

    private static String summary(List<Fault> faults) {
        Fault first = faults.get(0);
        return faults.size() == 1
                ? "One thing is wrong with the request: " + first.pointer() + " " + first.message() + "."
                : faults.size() + " things are wrong with the request.";
    }

    @Override
    public List<Fault> faults() {
        return faults;
    }
}
