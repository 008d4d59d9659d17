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
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.NotFound;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The waitlists of full instances. When units are released, submits the first application, which was complete when it joined
 * the waitlist, and reserves its units for the hours of the offer. If no decision follows within these hours, the units go
 * to the next application.
 */
@Service
public class WaitlistService {

    private static final Logger log = LoggerFactory.getLogger(WaitlistService.class);
    private static final Actor ENLIST = Actor.process("waitlist", "Waitlist");

    private final EnrollmentStore store;
    private final ProgramInstanceService instances;
    private final CapacityLedgerService units;
    private final WaitlistRepository repository;
    private final ExclusivityPolicy exclusivity;
    private final WaitlistOfferRepository offers;
    private final EnrollmentService enrollments;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    WaitlistService(
            EnrollmentStore store,
            ProgramInstanceService instances,
            CapacityLedgerService units,
            WaitlistRepository repository,
            ExclusivityPolicy exclusivity,
            WaitlistOfferRepository offers,
            EnrollmentService enrollments,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.instances = instances;
        this.units = units;
        this.repository = repository;
        this.exclusivity = exclusivity;
        this.offers = offers;
        this.enrollments = enrollments;
        this.events = events;
        this.clock = clock;
    }

    /** Ids of the first enrollment of each pool that has units again. */
    public List<String> next() {
        return repository.next();
    }

    /**
     * Submits an enrollment from the waitlist if units are free.
     *
     * @return whether anything changed: the enrollment was submitted, left the waitlist of an ended instance, or waits for
     *     another pool
     */
    @Transactional
    public boolean moveUp(String enrollmentId) {
        Enrollment enrollment = lockIfPresent(enrollmentId).orElse(null);
        OptionalLong turn = repository.turnOf(enrollmentId);
        if (enrollment == null || turn.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        ProgramInstance instance = instances.instance(enrollment.programInstanceId());
        if (instance.archivedAt().isPresent() || instance.hasEnded(now)) {
            enrollment.waitlist().leave(now);
            repository.leave(enrollmentId);
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
            enrollment.waitlist().leave(now);
            repository.leave(enrollmentId);
            store.commit(enrollment);
            return true;
        }
        Integer hours = instance.waitlist().hours();
        Participant who = EnrollmentCapacityService.participant(enrollment);
        int offerHours = hours == null ? WaitlistTerms.USUAL_HOURS : hours;
        Optional<Lacking> lacking = units.reserveInTurn(who, turn.getAsLong(), offerHours, now);
        if (lacking.isPresent()) {
            repository.waitFor(enrollmentId, lacking.get());
            return true;
        }
        int position = repository.positions(List.of(enrollmentId)).getOrDefault(enrollmentId, 1);
        repository.leave(enrollmentId);
        enrollment.markUnitsReserved();
        enrollment.submit(ENLIST, now, "Moved up from position " + position + " of the waitlist.");
        store.commit(enrollment);
        Instant endsAt = now.plus(Duration.ofHours(offerHours));
        offers.make(enrollmentId, now, endsAt);
        events.publishEvent(new WaitlistOfferMade(enrollmentId, endsAt, now));
        return true;
    }

    /**
     * Moves an enrollment to the front of its waitlist: it gets the next units that are free, by the same rules as each other.
     *
     * @param step says why; the reason is kept in the audit trail
     */
    @Transactional
    public Enrollment promote(String enrollmentId, @Nullable String ifMatch, EnrollmentService.Step step) {
        String reason = step.requiredReason();
        Enrollment enrollment = store.lock(enrollmentId);
        EntityTags.check(ifMatch, enrollment.version());
        enrollment.waitlist().promote(clock.instant());
        repository.moveToFront(enrollmentId);
        events.publishEvent(
                new AuditNote("waitlist.promote", "enrollment", enrollmentId, Map.of(), Map.of("reason", reason)));
        return store.commit(enrollment);
    }

    /** The latest offer to an applicant; empty where there was none. */
    @Transactional(readOnly = true)
    public Optional<WaitlistOffer> offer(String enrollmentId) {
        store.find(enrollmentId);
        return offers.find(enrollmentId);
    }

    /**
     * Accepts the offer: the units are kept until the decision, as those of any submitted application.
     *
     * @throws WaitlistOfferClosed where there is no offer, it was answered, or it has ended
     */
    @Transactional
    public Enrollment acceptOffer(String enrollmentId, @Nullable String ifMatch, Actor by) {
        Enrollment enrollment = store.lock(enrollmentId);
        EntityTags.check(ifMatch, enrollment.version());
        Instant now = clock.instant();
        requireOpenOffer(enrollment, now);
        if (!units.extendReservation(enrollmentId, now)) {
            throw WaitlistOfferClosed.ended();
        }
        offers.answer(enrollmentId, WaitlistOffer.Answer.ACCEPTED, now);
        enrollment.waitlist().answerOffer("waitlist-offer-accepted", now);
        events.publishEvent(new AuditNote("waitlistOffer.accept", "enrollment", enrollmentId, Map.of(), Map.of()));
        return store.commit(enrollment);
    }

    /**
     * Declines the offer: the application is withdrawn, and the next one on the waitlist gets the place.
     *
     * @throws WaitlistOfferClosed where there is no offer, it was answered, or it has ended
     */
    @Transactional
    public Enrollment declineOffer(String enrollmentId, @Nullable String ifMatch, Actor by) {
        Enrollment enrollment = store.lock(enrollmentId);
        EntityTags.check(ifMatch, enrollment.version());
        Instant now = clock.instant();
        requireOpenOffer(enrollment, now);
        offers.answer(enrollmentId, WaitlistOffer.Answer.DECLINED, now);
        enrollments.withdraw(enrollment, "The applicant declined the place offered from the waitlist.", by);
        events.publishEvent(new AuditNote("waitlistOffer.decline", "enrollment", enrollmentId, Map.of(), Map.of()));
        return store.commit(enrollment);
    }

    private void requireOpenOffer(Enrollment enrollment, Instant now) {
        WaitlistOffer offer = offers.find(enrollment.getId()).orElseThrow(WaitlistOfferClosed::none);
        if (offer.answer() != null) {
            throw WaitlistOfferClosed.answered(offer.answer());
        }
        if (enrollment.status() != EnrollmentStatus.SUBMITTED || !offer.isOpen(now)) {
            throw WaitlistOfferClosed.ended();
        }
    }

    /** Empty if the enrollment has been erased. */
    private Optional<Enrollment> lockIfPresent(String enrollmentId) {
        try {
            return Optional.of(store.lock(enrollmentId));
        } catch (NotFound e) {
            return Optional.empty();
        }
    }

    /**
     * A page of the waitlist of an instance.
     *
     * @param terms whether further enrollments may join
     */
    public record Queue(ProgramInstance instance, WaitlistTerms terms, Page<WaitlistRepository.Place> places) {}

    /** @param page from 0 */
    @Transactional(readOnly = true)
    public Queue of(String programInstanceId, int page, int perPage) {
        ProgramInstance instance = instances.instance(programInstanceId);
        long waiting = repository.length(programInstanceId);
        List<WaitlistRepository.Place> places =
                repository.ofInstance(programInstanceId, (long) page * perPage, perPage);
        int pages = (int) ((waiting + perPage - 1) / perPage);
        return new Queue(instance, instance.waitlist(), new Page<>(places, page, perPage, waiting, pages, null));
    }
}
