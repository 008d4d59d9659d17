package dev.enlist.reporting;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

/** The report schedules of the workspace in scope. */
interface ReportScheduleRepository extends JpaRepository<ReportSchedule, String> {

    List<ReportSchedule> findByOwnerIdOrderById(String ownerId);

    Optional<ReportSchedule> findByIdAndOwnerId(String id, String ownerId);
}
