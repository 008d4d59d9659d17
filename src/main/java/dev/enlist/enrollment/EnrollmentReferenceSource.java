package dev.enlist.enrollment;

import dev.enlist.customer.CustomerReferenceSource;
import dev.enlist.customer.MergeConflict;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The enrollments of a customer, which follow a merge. Documents, notes and decisions follow with their enrollment. */
@Component
@Order(1)
class EnrollmentReferenceSource implements CustomerReferenceSource {

    private final EnrollmentRepository enrollments;
    private final EnrollmentStore store;
    private final ProgramInstanceService instances;

    EnrollmentReferenceSource(
            EnrollmentRepository enrollments, EnrollmentStore store, ProgramInstanceService instances) {
        this.enrollments = enrollments;
        this.store = store;
        this.instances = instances;
    }

    @Override
    public String kind() {
        return "enrollments";
    }

    @Override
    public String table() {
        return "enrollment";
    }

    @Override
    public List<String> lock(String customerId) {
        return enrollments.lockOfCustomer(customerId).stream()
                .map(Enrollment::getId)
                .toList();
    }

    /**
     * A person may have one open or approved enrollment in an instance, and may not be approved in programs that exclude each
     * other. An application that is still open is checked for that when it is submitted and approved.
     */
    @Override
    public List<MergeConflict> conflicts(String mergedId, String intoId) {
        List<Enrollment> merged = open(mergedId);
        List<Enrollment> into = open(intoId);
        Map<String, ProgramInstance> known = instances.byIds(Stream.concat(merged.stream(), into.stream())
                .map(Enrollment::programInstanceId)
                .collect(Collectors.toSet()));
        List<MergeConflict> conflicts = new ArrayList<>();
        for (Enrollment one : merged) {
            for (Enrollment other : into) {
                reason(one, other, known)
                        .ifPresent(reason -> conflicts.add(new MergeConflict(
                                reason,
                                List.of(one.getId(), other.getId()),
                                Stream.of(one.programInstanceId(), other.programInstanceId())
                                        .distinct()
                                        .toList())));
            }
        }
        return conflicts;
    }

    private List<Enrollment> open(String customerId) {
        return enrollments.lockOfCustomer(customerId).stream()
                .filter(enrollment -> enrollment.status().isOpen())
                .toList();
    }

    private static Optional<String> reason(Enrollment one, Enrollment other, Map<String, ProgramInstance> known) {
        if (one.programInstanceId().equals(other.programInstanceId())) {
            return Optional.of("same-instance");
        }
        boolean bothApproved = one.status() == EnrollmentStatus.APPROVED && other.status() == EnrollmentStatus.APPROVED;
        ProgramInstance instance = Objects.requireNonNull(known.get(one.programInstanceId()));
        ProgramInstance otherInstance = Objects.requireNonNull(known.get(other.programInstanceId()));
        boolean exclude = instance.exclusiveWith()
                        .contains(otherInstance.program().slug())
                || otherInstance.exclusiveWith().contains(instance.program().slug());
        return bothApproved && exclude ? Optional.of("exclusive-programs") : Optional.empty();
    }

    @Override
    public void move(String mergedId, String intoId, Instant at) {
        List<Enrollment> moved = enrollments.lockOfCustomer(mergedId);
        moved.forEach(enrollment -> enrollment.linkCustomer(intoId, at));
        store.publish(moved);
        store.flushAll();
    }
}
