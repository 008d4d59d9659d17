package dev.enlist.applicant;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.form.PublishedFormService;
import dev.enlist.program.AcceptancePolicy;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds the instance into which a participation can be renewed: the newest other instance of the same program that was
 * created later, has a published form and takes applications now. The participation is approved, or ended with its
 * program, and was not renewed yet.
 */
@Component
class RenewalFinder {

    private static final int MOST_CANDIDATES = 5;

    private final JdbcClient jdbc;
    private final ProgramInstanceService instances;
    private final PublishedFormService forms;

    RenewalFinder(JdbcClient jdbc, ProgramInstanceService instances, PublishedFormService forms) {
        this.jdbc = jdbc;
        this.instances = instances;
        this.forms = forms;
    }

    Optional<ApplicationStatus.Renewal> of(Enrollment enrollment, ProgramInstance instance, Instant now) {
        boolean participates = enrollment.status() == EnrollmentStatus.APPROVED
                && !enrollment.exit().isRequested();
        if (!participates && !ApplicationStatusService.endedWithProgram(enrollment)) {
            return Optional.empty();
        }
        return candidates(enrollment, instance).stream()
                .map(instances::instance)
                .filter(target -> isOpen(target, now))
                .findFirst()
                .map(target -> new ApplicationStatus.Renewal(
                        target.getId(), target.details().title()));
    }

    /** The instance in which most participants of an instance can renew; empty where none is open now. */
    Optional<ProgramInstance> target(ProgramInstance instance, Instant now) {
        return jdbc
                .sql("select id from program_instance where workspace_id = ? and program_id = ? and id > ?"
                        + " and active and archived_at is null order by id desc limit ?")
                .params(
                        WorkspaceScope.current().workspaceId(),
                        instance.program().getId(),
                        instance.getId(),
                        MOST_CANDIDATES)
                .query(String.class)
                .list()
                .stream()
                .map(instances::instance)
                .filter(target -> isOpen(target, now))
                .findFirst();
    }

    private boolean isOpen(ProgramInstance target, Instant now) {
        return AcceptancePolicy.accepts(target, now)
                && forms.ofInstance(target.getId())
                        .filter(form -> form.settings().isPublished() && form.isOpen(now))
                        .isPresent();
    }

    /** Newest first, without those in which the person has an enrollment that renews this one, or an open one. */
    private List<String> candidates(Enrollment enrollment, ProgramInstance instance) {
        return jdbc.sql("""
                        select i.id from program_instance i
                        where i.workspace_id = :workspace and i.program_id = :program and i.id > :instance
                          and i.active and i.archived_at is null
                          and not exists (
                            select 1 from enrollment e
                            where e.workspace_id = :workspace and e.program_instance_id = i.id
                              and (e.previous_enrollment_id = :enrollment
                                   or e.email_key = (select o.email_key from enrollment o
                                                     where o.workspace_id = :workspace and o.id = :enrollment)
                                      and e.status in ('candidate', 'eligible', 'submitted', 'approved')))
                        order by i.id desc limit :most
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("program", instance.program().getId())
                .param("instance", instance.getId())
                .param("enrollment", enrollment.getId())
                .param("most", MOST_CANDIDATES)
                .query(String.class)
                .list();
    }
}
