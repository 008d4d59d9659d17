package dev.enlist.review.workload;

import dev.enlist.enrollment.ReviewClaimService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Assigns several reviews in one transaction, and says for each whether it was possible. */
@Service
public class ReassignService {

    /** Reviews of one request. */
    public static final int MOST = 100;

    private final ReviewTeamQuery team;
    private final ReviewClaimService claims;
    private final AccessGate gate;
    private final JdbcClient jdbc;

    ReassignService(ReviewTeamQuery team, ReviewClaimService claims, AccessGate gate, JdbcClient jdbc) {
        this.team = team;
        this.claims = claims;
        this.gate = gate;
        this.jdbc = jdbc;
    }

    /**
     * Assigns the reviews that can be assigned. The number of statements does not depend on how many they are.
     *
     * @throws InvalidInput                             where a person is no reviewer of the visible instances
     * @throws dev.enlist.enrollment.ReviewerAbsent where the new reviewer is absent today
     */
    @Transactional
    public ReassignResult reassign(ReassignReviews request, Actor by) {
        Member reviewer = request.userId() == null ? null : reviewer("/userId", request.userId());
        List<String> ids = request.fromUserId() == null
                ? Optional.ofNullable(request.enrollmentIds()).orElse(List.of())
                : claimedBy(reviewer("/fromUserId", request.fromUserId()).userId());
        // counted before the changes of this transaction are written
        long held = request.fromUserId() == null ? ids.size() : claimedCount(request.fromUserId());
        Map<String, String> instances = instancesOf(ids);
        Set<String> assigned = claims.reassignAll(instances.keySet(), request.userId(), request.reason(), by);
        List<ReassignResult.Item> results = ids.stream()
                .distinct()
                .map(id -> assigned.contains(id)
                        ? ReassignResult.Item.reassigned(id)
                        : refused(id, instances.get(id), reviewer))
                .toList();
        return new ReassignResult(assigned.size(), results.size() - assigned.size(), held - ids.size(), results);
    }

    private Member reviewer(String pointer, String userId) {
        try {
            return team.member(userId);
        } catch (NotFound unknown) {
            throw new InvalidInput(
                    pointer, "is not the id of a reviewer, coordinator or administrator of this workspace");
        }
    }

    /** @param programInstanceId of the open review; null where there is none, or the caller does not see it */
    private static ReassignResult.Item refused(
            String id, @Nullable String programInstanceId, @Nullable Member reviewer) {
        boolean fit = programInstanceId == null
                || reviewer == null
                || InstanceLimit.to(reviewer.programInstanceIds()).allows(programInstanceId);
        return fit
                ? ReassignResult.Item.refused(
                        id, "not-in-review", "No person has to decide about this enrollment, or it does not exist.")
                : ReassignResult.Item.refused(
                        id,
                        "other-program-instance",
                        "This reviewer does not work with the program of the enrollment.");
    }

    private List<String> claimedBy(String userId) {
        Map<String, Object> values = values();
        values.put("user", userId);
        values.put("most", MOST);
        return jdbc.sql("select r.enrollment_id from review r where " + within(values) + " and r.assignee_id = :user"
                        + " order by r.opened_at, r.enrollment_id limit :most")
                .params(values)
                .query(String.class)
                .list();
    }

    private long claimedCount(String userId) {
        Map<String, Object> values = values();
        values.put("user", userId);
        return jdbc.sql("select count(*) from review r where " + within(values) + " and r.assignee_id = :user")
                .params(values)
                .query(Long.class)
                .single();
    }

    /** The program instances of the open reviews among these enrollments. */
    private Map<String, String> instancesOf(List<String> ids) {
        Map<String, Object> values = values();
        values.put("ids", ids.toArray(String[]::new));
        Map<String, String> instances = new HashMap<>();
        jdbc.sql("select r.enrollment_id, r.program_instance_id from review r where " + within(values)
                        + " and r.enrollment_id = any(:ids)")
                .params(values)
                .query(row -> {
                    instances.put(row.getString("enrollment_id"), row.getString("program_instance_id"));
                });
        return instances;
    }

    private String within(Map<String, Object> values) {
        if (!gate.limit().isLimited()) {
            return "r.workspace_id = :workspace";
        }
        values.put("instances", gate.limit().programInstanceIds().toArray(String[]::new));
        return "r.workspace_id = :workspace and r.program_instance_id = any(:instances)";
    }

    private static Map<String, Object> values() {
        return new HashMap<>(Map.of("workspace", WorkspaceScope.current().workspaceId()));
    }
}
