package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import dev.enlist.shared.DomainEvent;
import dev.enlist.shared.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events about the incentive of an enrollment, published within the transaction of the change. */
public sealed interface IncentiveEvent extends DomainEvent {

    String enrollmentId();

    /** The approval fixed the amount. Not published where there is none. */
    record Fixed(
            String enrollmentId,
            String applicationNumber,
            String programInstanceId,
            String workspaceId,
            Money money,
            Instant at)
            implements IncentiveEvent {}

    /**
     * An enrollment that had an incentive ended: it was unenrolled or erased.
     *
     * @param erased whether the person is erased; only amounts without identity stay
     */
    record Ended(String enrollmentId, String programInstanceId, boolean erased, Instant at) implements IncentiveEvent {}

    /** The facts of a submitted application changed, and the amount with them. */
    record Recalculated(String enrollmentId, Instant at) implements IncentiveEvent {}

    /**
     * An activity pays the participant: the incentive of an approved enrollment became larger.
     *
     * @param money how much larger
     * @param label title of the activity
     */
    record Raised(
            String enrollmentId,
            String programInstanceId,
            String activityId,
            Money money,
            String label,
            Actor by,
            Instant at)
            implements IncentiveEvent {}

    /**
     * A person set the amount.
     *
     * @param before null where there was none
     * @param fixed  whether the enrollment is approved, so that the amount is due
     */
    record Changed(
            String enrollmentId,
            String applicationNumber,
            String programInstanceId,
            String workspaceId,
            @Nullable Money before,
            Money after,
            boolean fixed,
            String reason,
            Actor by,
            Instant at)
            implements IncentiveEvent {}
}
