package dev.enlist.shared.problem;

import java.util.ArrayList;
import java.util.List;

/**
 * What the caller sent cannot be used. Every fault is listed, up to {@value #MAX_FAULTS}; a last one then says how many
 * more there are, so that the answer does not grow with the request.
 */
public class InvalidInput extends Problem {

    /** Faults in one answer, besides the one that counts the others. */
    public static final int MAX_FAULTS = 100;

    private final transient List<Fault> faults;

    public InvalidInput(List<Fault> faults) {
        this(faults, faults.size());
    }

    /** The same for faults that were counted beyond those that were kept. */
    public InvalidInput(FaultList faults) {
        this(faults.kept(), faults.total());
    }

    public InvalidInput(String pointer, String message) {
        this(List.of(new Fault(pointer, message)));
    }

    private InvalidInput(List<Fault> faults, int total) {
        super(Kind.INVALID_INPUT, "invalid-input", summary(faults, total));
        this.faults = bounded(faults, total);
    }

    private static List<Fault> bounded(List<Fault> faults, int total) {
        List<Fault> first = new ArrayList<>(faults.subList(0, Math.min(faults.size(), MAX_FAULTS)));
        if (total > first.size()) {
            int more = total - first.size();
            first.add(new Fault("", "and " + more + " more; correct those above first"));
        }
        return List.copyOf(first);
    }

    private static String summary(List<Fault> faults, int total) {
        if (total > 1) {
            return total + " things are wrong with the request.";
        }
        Fault only = faults.get(0);
        String fault = (only.pointer() + " " + only.message()).trim();
        return "One thing is wrong with the request: "
                + (fault.endsWith(".") || fault.endsWith("?") ? fault : fault + ".");
    }

    @Override
    public List<Fault> faults() {
        return faults;
    }
}
