package dev.enlist.enrollment;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The enrollments of the workspace in scope. */
interface EnrollmentRepository extends JpaRepository<Enrollment, String>, JpaSpecificationExecutor<Enrollment> {

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Enrollment e where e.leadId = :leadId and e.customerId is null order by e.id")
    List<Enrollment> lockOfLead(String leadId);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Enrollment e where e.customerId = :customerId order by e.id")
    List<Enrollment> lockOfCustomer(String customerId);

    /** Locks these enrollments in the order of their ids. All transactions that lock several use this order. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Enrollment e where e.id in :ids order by e.id")
    List<Enrollment> lockAll(Collection<String> ids);

    /** Ids of the approved enrollments of an instance without a requested exit, ordered by id. */
    @Query("select e.id from Enrollment e where e.programInstanceId = :programInstanceId"
            + " and e.status = dev.enlist.enrollment.EnrollmentStatus.APPROVED and e.exit.request.kind is null"
            + " order by e.id limit :limit")
    List<String> approvedIn(String programInstanceId, int limit);

    @Query("select count(e) > 0 from Enrollment e where (e.customerId = :personId or e.leadId = :personId)"
            + " and e.programInstanceId in :programInstanceIds")
    boolean existsOfPerson(String personId, Collection<String> programInstanceIds);

    /** Other enrollments of the same person, newest first. */
    @Query("from Enrollment e where e.id <> :id and (e.emailKey = :emailKey or e.customerId = :customerId)"
            + " order by e.id desc limit :limit")
    List<Enrollment> othersOfPerson(
            String id, String emailKey, @org.jspecify.annotations.Nullable String customerId, int limit);

    /** Locks the enrollments whose review this member has claimed, in the order of their ids. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Enrollment e where e.review.claim.holderId = :userId order by e.id")
    List<Enrollment> lockClaimedBy(String userId);

    /** Locks the next enrollments of an instance in these statuses, with an id greater than {@code after}, ordered by id. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Enrollment e where e.programInstanceId = :programInstanceId and e.id > :after"
            + " and e.status in :statuses and e.exit.request.kind is null order by e.id limit :limit")
    List<Enrollment> lockNext(String programInstanceId, String after, Collection<EnrollmentStatus> statuses, int limit);

    @Query("select e.id from Enrollment e where e.emailKey in :emails or e.customerId in :customerIds"
            + " or e.leadId in :leadIds or e.id in :ids order by e.id")
    List<String> ofPerson(
            Collection<String> ids,
            Collection<String> emails,
            Collection<String> customerIds,
            Collection<String> leadIds);
}
