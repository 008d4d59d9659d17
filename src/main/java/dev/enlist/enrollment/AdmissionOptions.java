package dev.enlist.enrollment;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How {@link AdmissionService} treats a batch of commands.
 *
 * @param evaluate       whether the rules run at once; otherwise each enrollment stays a candidate until it is evaluated
 * @param allOrNone      whether the first command that is refused fails the batch with its exception; otherwise each
 *                       command has a result of its own
 * @param onDuplicate    for a person who has an open or approved enrollment in the instance
 * @param repeatedPerson for a person that an earlier command of the same batch enrolls
 * @param dryRun         set to compute the results only and change nothing
 */
public record AdmissionOptions(
        boolean evaluate,
        boolean allOrNone,
        OnDuplicate onDuplicate,
        RepeatedPerson repeatedPerson,
        @Nullable DryRun dryRun) {

    /** What happens when two commands of one batch enroll the same person. */
    public enum RepeatedPerson {
        /** The later command is refused. */
        REFUSE,
        /** The later command is skipped. */
        SKIP,
        /** The batch ends before the later command, which is to be sent again once this batch is stored. */
        STOP
    }

    /**
     * @param earlier what earlier chunks of the same dry run would have enrolled
     * @param moment  when the enrollments would be created; null for now. At a moment in the future the rules are asked as
     *                of then, and whether the program accepts people is not checked
     */
    public record DryRun(PlannedKeys earlier, @Nullable Instant moment) {

        public static DryRun at(Instant moment) {
            return new DryRun(keys -> Set.of(), moment);
        }
    }

    /** The keys (see {@link AdmissionResult.Created#keys}) of people that earlier chunks of a dry run would have enrolled. */
    @FunctionalInterface
    public interface PlannedKeys {

        /** @return those of {@code keys} that are planned */
        Set<String> among(Collection<String> keys);
    }

    /** All commands are admitted, or an exception is thrown and none is. */
    public static AdmissionOptions allOrNone(boolean evaluate) {
        return new AdmissionOptions(evaluate, true, OnDuplicate.REFUSE, RepeatedPerson.REFUSE, null);
    }

    /** Each command is admitted or refused independently of the others. */
    public static AdmissionOptions each(boolean evaluate, OnDuplicate onDuplicate, RepeatedPerson repeatedPerson) {
        return new AdmissionOptions(evaluate, false, onDuplicate, repeatedPerson, null);
    }

    public AdmissionOptions withDryRun(DryRun requested) {
        return new AdmissionOptions(evaluate, allOrNone, onDuplicate, repeatedPerson, requested);
    }

    boolean isDryRun() {
        return dryRun != null;
    }
}
