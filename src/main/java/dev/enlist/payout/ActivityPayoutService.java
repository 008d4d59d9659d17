package dev.enlist.payout;

import dev.enlist.activity.Activity;
import dev.enlist.activity.ActivityService;
import dev.enlist.activity.ActivityStatus;
import dev.enlist.enrollment.IncentiveService;
import dev.enlist.program.InstanceConfig;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Money;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes due what an activity pays to its participants. Each enrollment is paid once for an activity, whatever is repeated;
 * a payout is a part of the incentive, so the budgets count it.
 */
@Service
public class ActivityPayoutService {

    /** Enrollments in one call. */
    static final int MOST = 500;

    private final ActivityService activities;
    private final ProgramInstanceService instances;
    private final IncentiveService incentives;
    private final JdbcClient jdbc;

    ActivityPayoutService(
            ActivityService activities,
            ProgramInstanceService instances,
            IncentiveService incentives,
            JdbcClient jdbc) {
        this.activities = activities;
        this.instances = instances;
        this.incentives = incentives;
        this.jdbc = jdbc;
    }

    /**
     * What one call made due.
     *
     * @param more whether further enrollments took part and are not paid: repeat the call
     */
    public record Paid(int count, Money total, boolean more) {}

    /**
     * Makes the payouts of a finished activity due, all or none, of at most {@value #MOST} enrollments that are approved and
     * were not paid for it.
     *
     * @throws Conflict                              {@code activity-not-finished}; {@code activity-pays-nothing} where the
     *                                               configuration states no payment; {@code currency-mismatch}
     * @throws dev.enlist.capacity.CapacityExhausted where a budget has too little left
     */
    @Transactional
    public Paid pay(String activityId, Actor by) {
        Activity activity = activities.activity(activityId).activity();
        if (activity.status() != ActivityStatus.FINISHED) {
            throw new Conflict(
                    "activity-not-finished",
                    "The activity is " + activity.status().wire() + "; participants are paid after its end.");
        }
        InstanceConfig.ActivityPayment payment = instances
                .instance(activity.programInstanceId())
                .activityPayment()
                .orElseThrow(() -> new Conflict(
                        "activity-pays-nothing",
                        "The configuration of the program instance states no activities.payment."));
        lock(activityId);
        List<IncentiveService.Payment> found = unpaid(activityId, payment);
        List<IncentiveService.Payment> payments = found.stream().limit(MOST).toList();
        incentives.raise(payments, activityId, activity.details().title(), by);
        Money total = payments.stream()
                .map(IncentiveService.Payment::money)
                .reduce(Money.zero(payment.currencyOrUsual()), Money::plus);
        return new Paid(payments.size(), total, found.size() > MOST);
    }

    /** Two calls at the same moment must not both find an enrollment unpaid. */
    private void lock(String activityId) {
        jdbc.sql("select id from activity where workspace_id = ? and id = ? for no key update")
                .params(workspaceId(), activityId)
                .query(String.class)
                .single();
    }

    private List<IncentiveService.Payment> unpaid(String activityId, InstanceConfig.ActivityPayment payment) {
        String currency = payment.currencyOrUsual();
        return jdbc.sql("""
                        select * from (
                            select t.enrollment_id,
                                   round(:amount * case when :unit then coalesce(t.quantity, 0) else 1 end, :decimals) as money
                            from participation t
                            join enrollment e on e.workspace_id = t.workspace_id and e.id = t.enrollment_id
                                and e.status = 'approved' and e.exit_requested_at is null
                            where t.workspace_id = :workspace and t.activity_id = :activity
                              and t.status in ('attended', 'delivered')
                              and not exists (select 1 from payout p where p.workspace_id = t.workspace_id
                                              and p.enrollment_id = t.enrollment_id and p.activity_id = t.activity_id)) u
                        where money > 0
                        order by enrollment_id limit :most
                        """)
                .param("amount", payment.amount())
                .param("unit", payment.isPerUnit())
                .param("decimals", Money.decimals(currency))
                .param("workspace", workspaceId())
                .param("activity", activityId)
                .param("most", MOST + 1)
                .query((row, n) -> new IncentiveService.Payment(
                        row.getString("enrollment_id"), Money.rounded(row.getBigDecimal("money"), currency)))
                .list();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
