package dev.enlist.enrollment;

import dev.enlist.capacity.CapacityExhausted;
import dev.enlist.capacity.CapacityLedgerService;
import dev.enlist.capacity.CapacityLedgerService.Lacking;
import dev.enlist.capacity.Participant;
import dev.enlist.capacity.WaitlistRepository;
import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.DomainEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Moves the units of capacity along with the enrollments: reserved by those submitted, committed to those approved,
 * given back by those rejected, unenrolled or erased. Every move of an enrollment passes through here, whoever makes it.
 */
@Component
class EnrollmentCapacityService {

    private final CapacityLedgerService units;
    private final WaitlistRepository line;
    private final Clock clock;

    /**
     * Instances that were full when somebody was last refused here. A hint and no more: there it is worth asking for the
     * units first, so that a refusal costs little; elsewhere they are asked for last, so that the pools are locked shortly.
     */
    private final Set<String> fullLately = ConcurrentHashMap.newKeySet();

    EnrollmentCapacityService(CapacityLedgerService units, WaitlistRepository line, Clock clock) {
        this.units = units;
        this.line = line;
        this.clock = clock;
    }

    /**
     * Finds the units for somebody about to be submitted, or a place in line.
     *
     * @return whether to submit now; false for whoever waits
     * @throws CapacityExhausted where there is neither
     */
    boolean findOrWait(Enrollment enrollment, ProgramInstance instance, Instant at) {
        if (enrollment.waitingSince().isPresent()) {
            return false;
        }
        boolean queues = instance.waitlist().hours() != null;
        if (!queues && !fullLately.contains(instance.getId())) {
            return true;
        }
        Optional<Lacking> lacking = units.reserve(participant(enrollment), at);
        if (lacking.isEmpty()) {
            fullLately.remove(instance.getId());
            enrollment.reservedAhead();
            return true;
        }
        if (!queues) {
            throw new CapacityExhausted(lacking.get().pool());
        }
        enrollment.waitInLine(at);
        line.join(participant(enrollment), lacking.get(), at);
        return false;
    }

    /** Something that happened to an enrollment. */
    record Happened(Enrollment enrollment, DomainEvent event) {}

    /** What these events mean for the units: one statement for all approved, and one for all who leave. */
    void follow(List<Happened> all) {
        List<Participant> approved = new ArrayList<>();
        List<String> leaving = new ArrayList<>();
        for (Happened each : all) {
            Enrollment enrollment = each.enrollment();
            if (each.event() instanceof EnrollmentEvent.StatusChanged moved) {
                switch (moved.to()) {
                    case SUBMITTED -> reserve(enrollment, moved.at());
                    case APPROVED -> approved.add(participant(enrollment));
                    case REJECTED, UNENROLLED -> leaving.add(enrollment.getId());
                    case CANDIDATE, ELIGIBLE, INELIGIBLE -> {
                        // holds nothing
                    }
                }
            } else if (each.event() instanceof EnrollmentProcessEvent.Erased) {
                leaving.add(enrollment.getId());
            }
        }
        if (!approved.isEmpty()) {
            units.commit(approved, clock.instant());
        }
        if (!leaving.isEmpty()) {
            units.release(leaving, clock.instant());
        }
    }

    private void reserve(Enrollment enrollment, Instant at) {
        if (enrollment.takeReservation()) {
            return;
        }
        units.reserve(participant(enrollment), at).ifPresent(lacking -> {
            fullLately.add(enrollment.programInstanceId());
            throw new CapacityExhausted(lacking.pool());
        });
    }

    void leaveLine(Enrollment enrollment) {
        line.leave(enrollment.getId());
    }

    static Participant participant(Enrollment enrollment) {
        Application application = enrollment.application();
        return new Participant(
                enrollment.getId(),
                enrollment.programInstanceId(),
                application.address() == null ? null : application.address().usState(),
                application.tags());
    }
}
