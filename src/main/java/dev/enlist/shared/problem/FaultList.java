package dev.enlist.shared.problem;

import java.util.ArrayList;
import java.util.List;

/** Collects faults in bounded memory: keeps the first {@value InvalidInput#MAX_FAULTS} and counts the others. */
public final class FaultList {

    private final List<Fault> kept = new ArrayList<>();
    private int total;

    /** Whether a further fault would only be counted, so that its words need not be made. */
    public boolean isFull() {
        return kept.size() >= InvalidInput.MAX_FAULTS;
    }

    public void add(Fault fault) {
        total++;
        if (!isFull()) {
            kept.add(fault);
        }
    }

    /** Counts faults without keeping them. */
    public void addCount(int more) {
        total += more;
    }

    public void addAll(Iterable<Fault> faults) {
        faults.forEach(this::add);
    }

    /** Adds what another list kept and what it counted. */
    public void addAll(FaultList others) {
        addAll(others.kept);
        total += others.total - others.kept.size();
    }

    /** The first ones, at most {@value InvalidInput#MAX_FAULTS}. */
    public List<Fault> kept() {
        return List.copyOf(kept);
    }

    /** How many were added, those that were not kept included. */
    public int total() {
        return total;
    }

    public boolean isEmpty() {
        return total == 0;
    }
}
