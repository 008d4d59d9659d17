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
        if (faults.size() > 1) {
            return faults.size() + " things are wrong with the request.";
        }
        Fault only = faults.get(0);
        String fault = (only.pointer() + " " + only.message()).trim();
        return "One thing is wrong with the request: " + (fault.endsWith(".") ? fault : fault + ".");
    }

    @Override
    public List<Fault> faults() {
        return faults;
    }
}
