package dev.enlist.enrollment;

import dev.enlist.customer.Address;
import dev.enlist.customer.Customer;
import dev.enlist.customer.CustomerService;
import dev.enlist.customer.Lead;
import dev.enlist.customer.PersonDetails;
import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Resolves the people of a batch, and completes their applications with the stored data of the workspace. At most four
 * statements for any number of people.
 */
@Component
class ApplicantResolver {

    /** The resolved person, or the reason why the command cannot be admitted. */
    private record Attempt(@Nullable Applicant applicant, AdmissionResult.@Nullable Refused refused) {

        private static Attempt of(Supplier<Applicant> search) {
            try {
                return new Attempt(search.get(), null);
            } catch (InvalidInput e) {
                return new Attempt(null, AdmissionResult.Refused.of(e));
            }
        }

        private static Attempt unknown(String member, String what) {
            return new Attempt(
                    null,
                    new AdmissionResult.Refused(
                            new NotFound(what), List.of(new Fault("/" + member, "names no " + what))));
        }
    }

    private final CustomerService customers;
    private final EnrollmentRepository enrollments;

    ApplicantResolver(CustomerService customers, EnrollmentRepository enrollments) {
        this.customers = customers;
        this.enrollments = enrollments;
    }

    /** Resolves the person of each item, or finishes the item as refused. Creates no customers: see {@link #withCustomers}. */
    void resolve(AdmissionBatch batch) {
        List<AdmissionBatch.Item> items = batch.items();
        List<Attempt> attempts = attempts(
                batch.instance(),
                items.stream().map(item -> item.command().person()).toList());
        for (int i = 0; i < attempts.size(); i++) {
            Attempt attempt = attempts.get(i);
            if (attempt.applicant() == null) {
                items.get(i).finish(Objects.requireNonNull(attempt.refused()));
            } else {
                items.get(i).resolved(attempt.applicant());
            }
        }
    }

    private List<Attempt> attempts(ProgramInstance instance, List<NewEnrollment> requests) {
        Map<String, Customer> byCustomerId = customers.knownCustomers(ids(requests, NewEnrollment::customerId));
        Map<String, Lead> byLeadId = customers.knownLeads(ids(requests, NewEnrollment::leadId));
        Map<String, Enrollment> byEnrollmentId = known(ids(requests, NewEnrollment::enrollmentId));
        Map<String, String> byEmail = customers.knownByEmail(requests.stream()
                .filter(request -> request.type() == IdentificationType.CUSTOMER_INFO)
                .map(request -> Objects.requireNonNull(request.email()))
                .toList());
        return requests.stream()
                .map(request -> switch (request.type()) {
                    case CUSTOMER_INFO -> {
                        String id = byEmail.get(CustomerService.key(Objects.requireNonNull(request.email())));
                        yield Attempt.of(() -> applicant(instance, request, null, id, person(request)));
                    }
                    case CUSTOMER_ID -> {
                        Customer customer = byCustomerId.get(request.customerId());
                        yield customer == null
                                ? Attempt.unknown("customerId", "customer")
                                : Attempt.of(
                                        () -> applicant(instance, request, null, customer.getId(), customer.details()));
                    }
                    case LEAD_ID -> {
                        Lead lead = byLeadId.get(request.leadId());
                        yield lead == null
                                ? Attempt.unknown("leadId", "lead")
                                : Attempt.of(() -> applicant(
                                        instance,
                                        request,
                                        lead.getId(),
                                        lead.customerId().orElse(null),
                                        lead.details()));
                    }
                    case ENROLLMENT_ID -> {
                        Enrollment earlier = byEnrollmentId.get(request.enrollmentId());
                        yield earlier == null
                                ? Attempt.unknown("enrollmentId", "enrollment")
                                : Attempt.of(() -> renewal(instance, request, earlier));
                    }
                })
                .toList();
    }

    /** Adds a customer to each person. Creates the missing customers in one statement. */
    List<Applicant> withCustomers(List<Applicant> people) {
        List<PersonDetails> fresh = people.stream()
                .filter(ApplicantResolver::isNew)
                .map(person -> {
                    Application known = person.application();
                    return new PersonDetails(
                            known.firstName(), known.lastName(), known.email(), known.phone(), known.address(), null);
                })
                .toList();
        if (fresh.isEmpty()) {
            return people;
        }
        Map<String, String> byEmail = customers.createOrLink(fresh);
        return people.stream()
                .map(person -> isNew(person)
                        ? new Applicant(
                                new Identification(
                                        IdentificationType.CUSTOMER_INFO,
                                        null,
                                        byEmail.get(CustomerService.key(
                                                person.application().email())),
                                        null),
                                person.application(),
                                null)
                        : person)
                .toList();
    }

    private static boolean isNew(Applicant person) {
        Identification who = person.identification();
        return who.type() == IdentificationType.CUSTOMER_INFO && who.customerId() == null;
    }

    /** Merges a request into the stored data of a person; absent members keep the stored value. */
    static Application updated(ProgramInstance instance, Application known, NewEnrollment request) {
        Application complete = complete(instance, request, known);
        return new Application(
                complete.firstName(),
                complete.lastName(),
                complete.email(),
                complete.phone(),
                merged(known.address(), request.address()),
                complete.manufacturerSlugs(),
                complete.serialNumber(),
                complete.referenceId(),
                complete.referenceDescription(),
                complete.tags(),
                request.metadata() == null ? known.metadata() : MergePatch.apply(known.metadata(), request.metadata()),
                complete.language());
    }

    /** Updates customers from the requests, except for the e-mail, which identifies them. */
    void updateCustomers(Map<String, NewEnrollment> requests) {
        if (requests.isEmpty()) {
            return;
        }
        Map<String, UnaryOperator<PersonDetails>> changes = new HashMap<>();
        requests.forEach((customerId, request) -> changes.put(
                customerId,
                known -> new PersonDetails(
                        or(request.firstName(), known.firstName()),
                        or(request.lastName(), known.lastName()),
                        known.email(),
                        or(request.phone(), known.phone()),
                        merged(known.address(), request.address()),
                        known.metadata())));
        customers.reviseCustomers(changes);
    }

    private static @Nullable Address merged(@Nullable Address known, @Nullable Address stated) {
        return known == null || stated == null ? or(stated, known) : known.with(stated);
    }

    private static List<String> ids(List<NewEnrollment> requests, Function<NewEnrollment, @Nullable String> id) {
        return requests.stream().map(id).filter(Objects::nonNull).distinct().toList();
    }

    private Map<String, Enrollment> known(List<String> ids) {
        return ids.isEmpty()
                ? Map.of()
                : enrollments.findAllById(ids).stream()
                        .collect(Collectors.toMap(Enrollment::getId, Function.identity()));
    }

    private static PersonDetails person(NewEnrollment request) {
        return new PersonDetails(
                request.firstName(),
                request.lastName(),
                Objects.requireNonNull(request.email()),
                request.phone(),
                request.address(),
                null);
    }

    private static Applicant applicant(
            ProgramInstance instance,
            NewEnrollment request,
            @Nullable String leadId,
            @Nullable String customerId,
            PersonDetails known) {
        Application before = new Application(
                known.firstName(),
                known.lastName(),
                known.email(),
                known.phone(),
                known.address(),
                List.of(),
                null,
                null,
                null,
                List.of(),
                Map.of());
        return new Applicant(
                new Identification(request.type(), leadId, customerId, null),
                complete(instance, request, before),
                null);
    }

    private static Applicant renewal(ProgramInstance instance, NewEnrollment request, Enrollment earlier) {
        Identification who = earlier.identification();
        Application before = earlier.application();
        return new Applicant(
                new Identification(request.type(), who.leadId(), who.customerId(), earlier.getId()),
                complete(instance, request, before),
                earlier.status());
    }

    private static Application complete(ProgramInstance instance, NewEnrollment request, Application known) {
        Application complete = new Application(
                or(request.firstName(), known.firstName()),
                or(request.lastName(), known.lastName()),
                request.email() != null ? request.email() : known.email(),
                or(request.phone(), known.phone()),
                or(request.address(), known.address()),
                request.manufacturerSlugs() != null ? request.manufacturerSlugs() : known.manufacturerSlugs(),
                or(request.serialNumber(), known.serialNumber()),
                or(request.referenceId(), known.referenceId()),
                or(request.referenceDescription(), known.referenceDescription()),
                request.tags() != null ? request.tags() : known.tags(),
                request.metadata() != null ? request.metadata() : known.metadata(),
                or(request.language(), known.language()));
        List<Fault> faults = new ArrayList<>();
        if (complete.firstName() == null) {
            faults.add(new Fault("/firstName", "is not stored for this person and must be sent"));
        }
        if (complete.lastName() == null && !instance.lastNameOptional()) {
            faults.add(new Fault(
                    "/lastName",
                    request.type() == IdentificationType.CUSTOMER_INFO
                            ? "is needed with identificationType customerInfo"
                            : "is not stored for this person and must be sent"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return complete;
    }

    private static <T> @Nullable T or(@Nullable T given, @Nullable T known) {
        return given != null ? given : known;
    }
}
