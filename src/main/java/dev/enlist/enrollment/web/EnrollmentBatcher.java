package dev.enlist.enrollment.web;

import dev.enlist.customer.CustomerService;
import dev.enlist.enrollment.AdmissionOptions;
import dev.enlist.enrollment.AdmissionResult;
import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.AdmitCommand;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.OnDuplicate;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.web.BatchTransactionRunner;
import dev.enlist.shared.web.GroupCommitProperties;
import dev.enlist.shared.web.IdempotentResponseStore;
import dev.enlist.shared.web.RequestBatcher;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Commits concurrent requests to enroll as one batch; see {@link RequestBatcher}. Each keeps its own actor and request in the
 * audit trail.
 */
@Component
class EnrollmentBatcher {

    /** Requests of one batch have the same. */
    private record Key(WorkspaceRef workspace, String programInstanceId, boolean evaluate) {}

    private final AdmissionService admissions;
    private final RequestBatcher<Key, AdmitCommand, Enrollment> batcher;

    EnrollmentBatcher(
            AdmissionService admissions,
            BatchTransactionRunner batches,
            IdempotentResponseStore answers,
            GroupCommitProperties properties) {
        this.admissions = admissions;
        this.batcher =
                new RequestBatcher<>(batches, answers, properties, Comparator.comparing(EnrollmentBatcher::lockOrder));
    }

    /** Batches that name the same people lock them in the same order, which avoids deadlocks. */
    private static String lockOrder(AdmitCommand command) {
        String email = command.person().email();
        return email == null ? "" : CustomerService.key(email);
    }

    /**
     * Enrolls one person; see {@link AdmissionService#enroll}.
     *
     * @param shape makes the answer
     */
    <T> ResponseEntity<T> enroll(
            String programInstanceId,
            AdmitCommand command,
            boolean evaluate,
            Function<Enrollment, ResponseEntity<T>> shape) {
        return batcher.run(
                new Key(WorkspaceScope.current(), programInstanceId, evaluate),
                command.from(AuditContext.current().by(command.by())),
                commands -> store(programInstanceId, evaluate, commands),
                () -> admissions.enroll(programInstanceId, command.person(), evaluate, command.by()),
                shape);
    }

    private List<Optional<Enrollment>> store(String programInstanceId, boolean evaluate, List<AdmitCommand> commands) {
        return admissions
                .admit(
                        programInstanceId,
                        commands,
                        AdmissionOptions.each(evaluate, OnDuplicate.SKIP, AdmissionOptions.RepeatedPerson.SKIP))
                .stream()
                .map(EnrollmentBatcher::created)
                .toList();
    }

    private static Optional<Enrollment> created(AdmissionResult result) {
        return result instanceof AdmissionResult.Created created
                ? Optional.ofNullable(created.enrollment())
                : Optional.empty();
    }
}
