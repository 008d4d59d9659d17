package dev.enlist.enrollment;

import dev.enlist.program.InstanceConfig.OnInformationDue;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Asks applicants of submitted enrollments for information, and takes their answers. Each call locks the row of the
 * enrollment before it reads the request: of an answer, a cancellation, a decision and the due date at the same moment one
 * takes effect, and the others find the request closed.
 *
 * <p>Who may ask or answer is checked by the callers: a key or a person by scope. Another caller, such as the page of an
 * applicant, needs the id of the request and an actor.
 */
@Service
public class InformationRequestService {

    /** Longest time that an applicant gets. */
    public static final Duration LONGEST = Duration.ofDays(365);

    private static final Actor TIMER = Actor.process("enrollment-lifecycle", "Due date of the information request");
    private static final String UNANSWERED = "The requested information did not arrive in time.";

    private final EnrollmentStore store;
    private final InformationRequestRepository requests;
    private final EnrollmentService enrollments;
    private final EnrollmentDocuments documents;
    private final ReviewClaimService claims;
    private final ProgramInstanceService instances;
    private final AttachedDocuments attachments;
    private final EnrollmentCapacityService units;
    private final AccessGate gate;
    private final Clock clock;

    InformationRequestService(
            EnrollmentStore store,
            InformationRequestRepository requests,
            EnrollmentService enrollments,
            EnrollmentDocuments documents,
            ReviewClaimService claims,
            ProgramInstanceService instances,
            AttachedDocuments attachments,
            EnrollmentCapacityService units,
            AccessGate gate,
            Clock clock) {
        this.store = store;
        this.requests = requests;
        this.enrollments = enrollments;
        this.documents = documents;
        this.claims = claims;
        this.instances = instances;
        this.attachments = attachments;
        this.units = units;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Asks the applicant. The review is claimed for the person who asks, unless it is claimed already.
     *
     * @throws ClaimedByOther         where another person has claimed the review
     * @throws IllegalTransition      unless the enrollment is submitted
     * @throws InformationRequestOpen where the applicant was asked already
     * @throws InvalidInput           naming each field that the enrollment lacks, and a due date that is not in the future
     */
    @Transactional
    public InformationRequest ask(
            String enrollmentId, @Nullable String ifMatch, InformationRequest.Question question, Actor by) {
        Enrollment enrollment = store.lock(enrollmentId);
        EntityTags.check(ifMatch, enrollment.version());
        InformationRequest request = ask(enrollment, question, by);
        store.commit(enrollment);
        return request;
    }

    /** The same for the form of the review task, whose transaction publishes the change. */
    @Transactional
    public void askInTask(String enrollmentId, InformationRequest.Question question, Actor by) {
        Enrollment enrollment = store.lock(enrollmentId);
        ask(enrollment, question, by);
        store.publish(enrollment);
    }

    private InformationRequest ask(Enrollment enrollment, InformationRequest.Question question, Actor by) {
        Instant now = clock.instant();
        enrollment.question().requireAskable(by);
        ProgramInstance instance = instances.instance(enrollment.programInstanceId());
        InformationRequest.Question checked = checked(question, AskableFields.of(instance), now);
        Instant due = checked.dueAt() == null ? now.plus(instance.informationDueAfter()) : checked.dueAt();
        InformationRequest request = new InformationRequest(enrollment.getId(), checked, due, by, now);
        // before the event, which makes the mail
        requests.saveAndFlush(request);
        claims.claimForAsker(enrollment, by);
        enrollment.question().ask(request, now);
        return request;
    }

    /** @return the question with pointers that begin with {@code /metadata} */
    private static InformationRequest.Question checked(
            InformationRequest.Question question, AskableFields known, Instant now) {
        List<Fault> faults = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < question.fields().size(); i++) {
            String pointer = canonical(question.fields().get(i));
            String place = "/fields/" + i;
            Optional<String> around = fields.stream()
                    .filter(other ->
                            pointer.equals(other) || pointer.startsWith(other + "/") || other.startsWith(pointer + "/"))
                    .findFirst();
            if (!known.contains(pointer)) {
                faults.add(new Fault(
                        place,
                        "is no member of an enrollment that the form of the program instance asks for, such as"
                                + " /address/postalCode or /metadata/monthlyKwh"));
            } else if (around.isPresent()) {
                faults.add(new Fault(place, "asks for " + around.get() + " again"));
            } else {
                fields.add(pointer);
            }
        }
        Instant due = question.dueAt();
        if (due != null && !due.isAfter(now)) {
            faults.add(new Fault("/dueAt", "must be in the future"));
        } else if (due != null && due.isAfter(now.plus(LONGEST))) {
            faults.add(new Fault("/dueAt", "must be within " + LONGEST.toDays() + " days"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return new InformationRequest.Question(
                question.message(),
                fields,
                question.documents().stream().distinct().toList(),
                due);
    }

    private static String canonical(String pointer) {
        return pointer.startsWith("/meta/") ? "/metadata" + pointer.substring("/meta".length()) : pointer;
    }

    /**
     * What the applicant answers.
     *
     * @param fields  new values by JSON pointer; null clears a member
     * @param message words of the applicant
     */
    public record Answer(
            Map<String, @Nullable Object> fields, @Nullable String message) {}

    /**
     * Takes an answer: changes the fields that it names, lets the rules run again where they read one of them, and returns
     * the review to the person who asked. Fields and documents may be missing; reviewers see which.
     *
     * @throws InformationRequestClosed unless the request is open
     * @throws InvalidInput             naming each field that was not asked for, and each value that does not fit
     */
    @Transactional
    public InformationRequest answer(String id, @Nullable String ifMatch, Answer answer, Actor by) {
        Enrollment enrollment = lockedOf(id);
        InformationRequest request = open(id, ifMatch);
        Instant now = clock.instant();
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        answer.fields().forEach((pointer, value) -> given.put(canonical(pointer), value));
        requireAsked(given, request, answer);
        Application before = enrollment.application();
        try {
            if (!given.isEmpty()) {
                enrollments.revise(enrollment, documents.change(documents.patch(given)), by);
            }
        } catch (InvalidInput e) {
            throw new InvalidInput(e.faults().stream()
                    .map(fault -> placedInAnswer(fault, given.keySet()))
                    .toList());
        }
        request.answer(changes(given.keySet(), before, enrollment.application()), answer.message(), by, now);
        enrollment.question().answer(request, now);
        units.resumeReservation(request, now);
        store.commit(enrollment);
        return request;
    }

    private static void requireAsked(Map<String, @Nullable Object> given, InformationRequest request, Answer answer) {
        List<Fault> faults = given.keySet().stream()
                .filter(pointer -> !request.fields().contains(pointer))
                .map(pointer -> new Fault(
                        Fault.pointerTo("fields", pointer),
                        request.fields().isEmpty()
                                ? "was not asked for; the request asks for no field"
                                : "was not asked for; the request asks for " + String.join(", ", request.fields())))
                .toList();
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        boolean silent = answer.message() == null || answer.message().isBlank();
        if (given.isEmpty() && silent && request.documents().isEmpty()) {
            throw new InvalidInput("", "must have a field or a message");
        }
    }

    /** A fault in the application is one in the answer, below the pointer that names the member. */
    private static Fault placedInAnswer(Fault fault, Collection<String> given) {
        return given.stream()
                .filter(pointer ->
                        fault.pointer().equals(pointer) || fault.pointer().startsWith(pointer + "/"))
                .findFirst()
                .map(pointer -> new Fault(
                        Fault.pointerTo("fields", pointer) + fault.pointer().substring(pointer.length()),
                        fault.message()))
                .orElse(fault);
    }

    private List<InformationRequest.Change> changes(
            Collection<String> pointers, Application before, Application after) {
        Map<String, @Nullable Object> was = documents.members(before);
        Map<String, @Nullable Object> is = documents.members(after);
        return pointers.stream()
                .map(pointer -> new InformationRequest.Change(pointer, at(was, pointer), at(is, pointer)))
                .toList();
    }

    private static @Nullable Object at(Map<String, @Nullable Object> document, String pointer) {
        Object value = document;
        for (String step : pointer.substring(1).split("/")) {
            value = value instanceof Map<?, ?> members ? members.get(step) : null;
        }
        return value;
    }

    /**
     * Takes the question back; the review returns.
     *
     * @throws ClaimedByOther           where another person has claimed the review
     * @throws InformationRequestClosed unless the request is open
     */
    @Transactional
    public InformationRequest cancel(String id, @Nullable String ifMatch, Actor by) {
        Enrollment enrollment = lockedOf(id);
        InformationRequest request = open(id, ifMatch);
        enrollment.review().requireUnclaimedOrClaimedBy(by);
        Instant now = clock.instant();
        request.close(InformationRequest.Status.CANCELLED, by, now);
        enrollment.question().end(request, "information-request-cancelled", true, now);
        units.resumeReservation(request, now);
        store.commit(enrollment);
        return request;
    }

    /** Ends the request of an enrollment that was decided meanwhile. */
    @EventListener
    void close(InformationRequestSuperseded superseded) {
        requests.findById(superseded.requestId())
                .ifPresent(
                        request -> request.close(InformationRequest.Status.CLOSED, superseded.by(), superseded.at()));
    }

    /** When the answer to the open request of an enrollment is due. Called by its process. */
    @Transactional(readOnly = true)
    public Instant dueAt(String enrollmentId) {
        return openOf(store.find(enrollmentId)).dueAt();
    }

    /** Whether the applicant of an enrollment was asked and has not answered. */
    @Transactional(readOnly = true)
    public boolean isOpen(String enrollmentId) {
        return store.find(enrollmentId).question().isOpen();
    }

    /**
     * Does what the program instance configures for a request that is past due. A reminder comes once and gives the same
     * time again; after that the review returns unanswered. Called by the timer of the process.
     *
     * @return what was done
     */
    @Transactional
    public OnInformationDue applyDueRule(String enrollmentId) {
        Enrollment enrollment = store.lock(enrollmentId);
        InformationRequest request = openOf(enrollment);
        Instant now = clock.instant();
        OnInformationDue configured =
                instances.instance(enrollment.programInstanceId()).onInformationDue();
        OnInformationDue rule =
                configured == OnInformationDue.REMIND && request.reminders() > 0 ? OnInformationDue.RETURN : configured;
        switch (rule) {
            case REMIND -> {
                request.remind(now);
                enrollment.publishInformationRequested(request, now);
            }
            case RETURN -> {
                request.close(InformationRequest.Status.UNANSWERED, TIMER, now);
                enrollment.question().end(request, "information-request-unanswered", false, now);
                units.resumeReservation(request, now);
            }
            case REJECT -> {
                request.close(InformationRequest.Status.UNANSWERED, TIMER, now);
                enrollment.question().end(request, "information-request-unanswered", false, now);
                enrollment.review().reject(TIMER, now, UNANSWERED);
            }
        }
        store.publish(enrollment);
        return rule;
    }

    private InformationRequest openOf(Enrollment enrollment) {
        return enrollment
                .question()
                .requestId()
                .flatMap(requests::findById)
                .orElseThrow(() -> new NotFound("information request"));
    }

    private Enrollment lockedOf(String requestId) {
        String enrollmentId = requests.enrollmentIdOf(requestId).orElseThrow(InformationRequestService::unknown);
        Enrollment enrollment = store.lock(enrollmentId);
        gate.limit().require(enrollment.programInstanceId());
        return enrollment;
    }

    private InformationRequest open(String id, @Nullable String ifMatch) {
        InformationRequest request = requests.findById(id).orElseThrow(InformationRequestService::unknown);
        EntityTags.check(ifMatch, request.version());
        request.requireOpen();
        return request;
    }

    private static NotFound unknown() {
        return new NotFound("information request");
    }

    @Transactional(readOnly = true)
    public InformationRequest request(String id) {
        InformationRequest request = requests.findById(id).orElseThrow(InformationRequestService::unknown);
        gate.limit().require(store.find(request.enrollmentId()).programInstanceId());
        return request;
    }

    /** The requests of an enrollment, oldest first, answered ones included. */
    @Transactional(readOnly = true)
    public Page<InformationRequest> list(String enrollmentId, ListQuery query) {
        store.find(enrollmentId);
        return query.fetch(
                requests,
                (root, q, builder) -> builder.equal(root.get("enrollmentId"), enrollmentId),
                InformationRequest::getId,
                Function.identity());
    }

    /** The requests of an enrollment, oldest first. One statement. */
    @Transactional(readOnly = true)
    public List<InformationRequest> ofEnrollment(String enrollmentId) {
        return requests.findByEnrollmentIdOrderById(enrollmentId);
    }

    /** The open request; empty where the applicant is not asked. One statement; none where it is empty. */
    @Transactional(readOnly = true)
    public Optional<InformationRequest> openRequest(Enrollment enrollment) {
        return enrollment.question().requestId().flatMap(requests::findById);
    }

    /** The open requests by enrollment id. One statement; none where no applicant is asked. */
    @Transactional(readOnly = true)
    public Map<String, InformationRequest> openRequests(Collection<Enrollment> some) {
        List<String> ids = some.stream()
                .flatMap(enrollment -> enrollment.question().requestId().stream())
                .toList();
        return ids.isEmpty()
                ? Map.of()
                : requests.findAllById(ids).stream()
                        .collect(Collectors.toMap(InformationRequest::enrollmentId, Function.identity()));
    }

    /**
     * The types of documents that a request asks for and its enrollment lacks. One statement; none where the request asks
     * for no document.
     */
    @Transactional(readOnly = true)
    public List<String> missingDocuments(InformationRequest request) {
        return missingDocuments(List.of(request)).getOrDefault(request.getId(), List.of());
    }

    /** The same by id of the request, for those that ask for documents. One statement at most. */
    @Transactional(readOnly = true)
    public Map<String, List<String>> missingDocuments(Collection<InformationRequest> some) {
        List<InformationRequest> asking =
                some.stream().filter(request -> !request.documents().isEmpty()).toList();
        if (asking.isEmpty()) {
            return Map.of();
        }
        Map<String, Set<String>> attached = attachments.typesOf(
                asking.stream().map(InformationRequest::enrollmentId).distinct().toList());
        return asking.stream()
                .collect(Collectors.toMap(
                        InformationRequest::getId,
                        request -> missing(request, attached.getOrDefault(request.enrollmentId(), Set.of()))));
    }

    private static List<String> missing(InformationRequest request, Set<String> attached) {
        return request.documents().stream()
                .filter(type -> !attached.contains(type))
                .toList();
    }

    /** All requests by enrollment id, each oldest first. The caller has checked access to these ids. One statement. */
    @Transactional(readOnly = true)
    public Map<String, List<InformationRequest>> ofEnrollments(Collection<String> ids) {
        return requests.findByEnrollmentIdInOrderById(ids).stream()
                .collect(Collectors.groupingBy(InformationRequest::enrollmentId));
    }

    /** The latest answered request of an enrollment; empty where there is none. */
    @Transactional(readOnly = true)
    public Optional<InformationRequest> latestAnswered(String enrollmentId) {
        return requests.findByEnrollmentIdOrderById(enrollmentId).stream()
                .filter(request -> request.status() == InformationRequest.Status.ANSWERED)
                .reduce((earlier, later) -> later);
    }

    /** Whether the applicant answered the latest request of an enrollment. */
    @Transactional(readOnly = true)
    public boolean wasLastAnswered(String enrollmentId) {
        return requests.findByEnrollmentIdOrderById(enrollmentId).stream()
                .reduce((earlier, later) -> later)
                .filter(request -> request.status() == InformationRequest.Status.ANSWERED)
                .isPresent();
    }

    /** The members that an applicant of this enrollment can be asked to correct. */
    @Transactional(readOnly = true)
    public AskableFields askable(String enrollmentId) {
        return AskableFields.of(instances.instance(store.find(enrollmentId).programInstanceId()));
    }
}
