package dev.enlist.enrollment;

import dev.enlist.capacity.CapacityLedgerService;
import dev.enlist.capacity.CapacityLedgerService.Lacking;
import dev.enlist.capacity.Participant;
import dev.enlist.capacity.WaitlistRepository;
import dev.enlist.capacity.WaitlistTerms;
import dev.enlist.program.AcceptancePolicy;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.web.Page;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The lines of full instances. Units that come free are offered to the first: the application, complete since it came
 * into the line, is submitted in its name, and its units are reserved for the hours of the offer. Not decided about by
 * then, they go to the next.
 */
@Service
public class Waitlist {

    private static final Logger log = LoggerFactory.getLogger(Waitlist.class);
    private static final Actor ENLIST = Actor.process("waitlist", "Waitlist");

    private final EnrollmentStore store;
    private final ProgramInstanceService instances;
    private final CapacityLedgerService units;
    private final WaitlistRepository line;
    private final ExclusivityPolicy exclusivity;
    private final Clock clock;

    Waitlist(
            EnrollmentStore store,
            ProgramInstanceService instances,
            CapacityLedgerService units,
            WaitlistRepository line,
            ExclusivityPolicy exclusivity,
            Clock clock) {
        this.store = store;
        this.instances = instances;
        this.units = units;
        this.line = line;
        this.exclusivity = exclusivity;
        this.clock = clock;
    }

    /** Ids of those to be tried now: the first of each pool that has units again. */
    List<String> next() {
        return line.next();
    }

    /**
     * Submits somebody whose turn it is.
     *
     * @return whether anything changed: it moved up, left the line of an instance that is over, or waits for another pool
     */
    @Transactional
    public boolean moveUp(String enrollmentId) {
        Enrollment enrollment = lockedIfThere(enrollmentId).orElse(null);
        OptionalLong turn = line.turnOf(enrollmentId);
        if (enrollment == null || turn.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        ProgramInstance instance = instances.instance(enrollment.programInstanceId());
        if (instance.archivedAt().isPresent() || instance.hasEnded(now)) {
            enrollment.leaveLine(now);
            line.leave(enrollmentId);
            store.commit(enrollment);
            return true;
        }
        if (!AcceptancePolicy.accepts(instance, now)) {
            return false;
        }
        try {
            exclusivity.require(enrollment, instance);
        } catch (AlreadyEnrolledElsewhere e) {
            log.info("Enrollment {} leaves the waitlist: {}", enrollmentId, e.getMessage());
            enrollment.leaveLine(now);
            line.leave(enrollmentId);
            store.commit(enrollment);
            return true;
        }
        Integer hours = instance.waitlist().hours();
        Participant who = EnrollmentCapacityService.participant(enrollment);
        Optional<Lacking> lacking =
                units.reserveInTurn(who, turn.getAsLong(), hours == null ? WaitlistTerms.USUAL_HOURS : hours, now);
        if (lacking.isPresent()) {
            line.waitFor(enrollmentId, lacking.get());
            return true;
        }
        int position = line.positions(List.of(enrollmentId)).getOrDefault(enrollmentId, 1);
        line.leave(enrollmentId);
        enrollment.reservedAhead();
        enrollment.submit(ENLIST, now, "Moved up from position " + position + " of the waitlist.");
        store.commit(enrollment);
        return true;
    }

    /** Whoever was erased meanwhile is nobody to move. */
    private Optional<Enrollment> lockedIfThere(String enrollmentId) {
        try {
            return Optional.of(store.lock(enrollmentId));
        } catch (NotFound e) {
            return Optional.empty();
        }
    }

    /**
     * The line of an instance, or a piece of it.
     *
     * @param terms whether newcomers may join
     */
    public record Queue(ProgramInstance instance, WaitlistTerms terms, Page<WaitlistRepository.Place> places) {}

    /** @param page from 0 */
    @Transactional(readOnly = true)
    public Queue of(String programInstanceId, int page, int perPage) {
        ProgramInstance instance = instances.instance(programInstanceId);
        long waiting = line.length(programInstanceId);
        List<WaitlistRepository.Place> places = line.ofInstance(programInstanceId, (long) page * perPage, perPage);
        int pages = (int) ((waiting + perPage - 1) / perPage);
        return new Queue(instance, instance.waitlist(), new Page<>(places, page, perPage, waiting, pages, null));
    }
}
