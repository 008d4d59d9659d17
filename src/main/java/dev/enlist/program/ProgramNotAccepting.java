package dev.enlist.program;

import dev.enlist.shared.problem.Conflict;
import java.util.List;

/**
 * The program instance accepts no enrollment now; {@code failed} names every condition of {@link AcceptancePolicy} that
 * fails.
 */
public class ProgramNotAccepting extends Conflict {

    ProgramNotAccepting(String detail, List<AcceptancePolicy.Obstacle> failed) {
        super("program-not-accepting", detail);
        with("failed", failed.stream().map(AcceptancePolicy.Obstacle::code).toList());
    }
}
