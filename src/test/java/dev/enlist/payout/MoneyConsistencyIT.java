package dev.enlist.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The consistency report finds money that does not agree: each fault is planted in the tables of one workspace, which no code of
 * the product does, and undone afterwards, so that all tests share it. What a constraint refuses cannot be planted.
 */
@EnlistIT
class MoneyConsistencyIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    private World world;
    private String pool;
    private String paid;
    private String due;

    @BeforeEach
    void oneIsPaidAndOneIsDue() {
        world = worlds.shared(this);
        Api second = world.api().with(worlds.key(world, "Second person"));
        String instance = world.instance(world.program(), i -> {
            i.set("config", Json.object("{\"incentive\": {\"amount\": 100}}"));
            i.set(
                    "capacity",
                    Json.object(
                            "{\"pricingModel\": \"budget\", \"budget\": {\"amount\": 1000, \"currency\": \"USD\"}}"));
        });
        pool = world.api()
                .get("/programInstances/" + instance + "/capacity")
                .ok()
                .path("id")
                .asText();
        paid = world.approvedEnrollment(instance);
        JsonNode payout = world.api().get("/payouts?enrollmentId=" + paid).ok().at("/data/0/id");
        String batch = world.api()
                .post("/payoutBatches", "{\"payoutIds\": [" + payout + "]}")
                .created()
                .path("id")
                .asText();
        second.post("/payoutBatches/" + batch + "/release", "{}").ok();
        world.api()
                .post(
                        "/payoutBatches/" + batch + "/answers",
                        "{\"csv\": \"reference,status\\n" + payout.asText() + ",paid\\n\"}")
                .ok();
        due = world.approvedEnrollment(instance);
    }

    /** Names of the checks that report a difference. */
    private List<String> reported() {
        JsonNode report = world.api()
                .send("/actuator/consistency", request -> request.GET())
                .json();
        List<String> names = new ArrayList<>();
        report.path("checks").properties().forEach(check -> {
            if (check.getValue().asInt() != 0) {
                names.add(check.getKey());
            }
        });
        assertThat(report.path("consistent").asBoolean()).isEqualTo(names.isEmpty());
        return names;
    }

    private void plant(String fault, String undo, String... checks) {
        assertThat(reported()).isEmpty();
        change(fault);
        try {
            assertThat(reported()).as(fault).containsExactlyInAnyOrder(checks);
        } finally {
            change(undo);
        }
        assertThat(reported()).as("undone: " + fault).isEmpty();
    }

    /** Without triggers, which keep the ledger and the amounts of payouts as they are. One transaction. */
    private void change(String sql) {
        jdbc.template()
                .execute("set local session_replication_role = replica; "
                        + sql.replace(":pool", "'" + pool + "'")
                                .replace(":paid", "'" + paid + "'")
                                .replace(":due", "'" + due + "'"));
    }

    @Test
    void aPoolThatCommitsOneEnrollmentTwice() {
        plant(
                "update capacity_pool set committed = committed + 100 where id = :pool",
                "update capacity_pool set committed = committed - 100 where id = :pool",
                "capacityLedgerDisagrees",
                "capacityHoldsDisagree");
    }

    @Test
    void aMovementThatIsWrittenTwice() {
        plant(
                "insert into capacity_movement (pool_id, workspace_id, kind, enrollment_id, reserved, committed, capacity_limit, at)"
                        + " select pool_id, workspace_id, kind, enrollment_id, reserved, committed, capacity_limit, now()"
                        + " from capacity_movement where enrollment_id = :due and kind = 'commit'",
                "delete from capacity_movement where position = (select max(position) from capacity_movement where"
                        + " enrollment_id = :due)",
                "capacityLedgerDisagrees");
    }

    @Test
    void anEnrollmentThatHoldsMoreThanThePoolCounted() {
        plant(
                "update capacity_hold set units = units + 1 where enrollment_id = :due",
                "update capacity_hold set units = units - 1 where enrollment_id = :due",
                "capacityHoldsDisagree");
    }

    @Test
    void anApprovedEnrollmentWhoseMoneyIsOnlyReserved() {
        plant(
                "update capacity_hold set committed = false where enrollment_id = :due",
                "update capacity_hold set committed = true where enrollment_id = :due",
                "capacityHoldsDisagree",
                "capacityHeldWrongly");
    }

    @Test
    void moneyThatWasSentAndNotSpent() {
        plant(
                "update capacity_hold set spent = 0 where enrollment_id = :paid",
                "update capacity_hold set spent = 100 where enrollment_id = :paid",
                "capacitySpentWrongly");
    }

    @Test
    void anAmountThatIsPaidTwice() {
        plant(
                "insert into payout select (jsonb_populate_record(p, jsonb_build_object('id', 'c' || substr(md5(p.id), 1, 24),"
                        + " 'number', 2))).* from payout p where p.enrollment_id = :paid",
                "delete from payout where enrollment_id = :paid and number = 2",
                "capacitySpentWrongly",
                "payoutsExceedIncentive");
    }

    @Test
    void anAmountThatIsDueTwice() {
        plant(
                "insert into payout select (jsonb_populate_record(p, jsonb_build_object('id', 'c' || substr(md5(p.id), 1, 24),"
                        + " 'number', 2))).* from payout p where p.enrollment_id = :due",
                "delete from payout where enrollment_id = :due and number = 2",
                "payoutsExceedIncentive");
    }

    @Test
    void constraintsRefuseTheRest() {
        refused("update capacity_pool set capacity_limit = 199 where id = :pool", "capacity_pool_not_oversold");
        refused("update capacity_pool set committed = -1 where id = :pool", "capacity_pool_not_negative");
        refused("update capacity_hold set spent = 101 where enrollment_id = :due", "capacity_hold_spent_of_committed");
        refused(
                "insert into payout select (jsonb_populate_record(p, jsonb_build_object('id', 'c' || substr(md5(p.id), 1, 24)))).*"
                        + " from payout p where p.enrollment_id = :due",
                "payout_number_once");
        assertThat(reported()).isEmpty();
    }

    private void refused(String sql, String constraint) {
        assertThatThrownBy(() -> change(sql)).hasMessageContaining(constraint);
    }
}
