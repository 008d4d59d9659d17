package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.access.ConcurrencyLimiter;
import dev.enlist.access.ConcurrencyLimiter.Permit;
import dev.enlist.access.ConcurrencyProperties;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.problem.Unavailable;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Patience;
import dev.enlist.support.Reply;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.TenancyService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A workspace has as many requests running and waiting as the node takes: the test holds their permits. */
@EnlistIT
class OverloadIT {

    @Autowired
    Worlds worlds;

    @Autowired
    TenancyService tenancy;

    @Autowired
    ConcurrencyLimiter limiter;

    @Autowired
    ConcurrencyProperties limits;

    @Autowired
    StatementCounter statements;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Permit> running = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();

    World busy;
    World other;
    World operator;

    @BeforeEach
    void theWorkspaceUsesItsShareAndTheWholeQueue() {
        busy = worlds.organization();
        other = worlds.organization();
        operator = worlds.workspace(tenancy.firstOrganization("Operator"), "operator-" + Cuid.next());
        // the node knows the workspace of a key after its first request
        busy.api().get("/programs").expect(200);
        other.api().get("/programs").expect(200);
        String group = busy.workspace().workspaceId();
        for (int i = 0; i < limits.running() * 3 / 4; i++) {
            running.add(limiter.enter(group));
        }
        for (int i = 0; i < limits.waiting(); i++) {
            threads.submit(() -> waitAgainAndAgain(group));
        }
        Patience.until("the queue is full", () -> limiter.waiting() == limits.waiting());
    }

    private void waitAgainAndAgain(String group) {
        while (!over.get()) {
            try (Permit permit = limiter.enter(group)) {
                assertThat(permit).isNotNull();
            } catch (Unavailable waitedTooLong) {
                assertThat(waitedTooLong.code()).isEqualTo("overloaded");
            }
        }
    }

    @AfterEach
    void theWorkEnds() {
        over.set(true);
        running.forEach(Permit::close);
        threads.shutdown();
        Patience.until("nothing waits", () -> limiter.waiting() == 0 && limiter.running() == 0);
    }

    @Test
    void theWorkspaceIsRefusedWithoutAStatementAndOthersAreServed() {
        double before = refusedByMetrics();

        assertThat(statements.during("http-nio", () -> {
                    for (Reply refused : List.of(
                            busy.api().get("/programs"),
                            busy.api().post("/programs", "{}"),
                            busy.api()
                                    .send(
                                            "/programs",
                                            r -> r.header("X-Test", "1").DELETE()))) {
                        JsonNode problem = refused.problem(503, "overloaded");
                        assertThat(problem.path("detail").asText()).contains("Retry-After");
                        assertThat(refused.header("Retry-After")).contains("1");
                        assertThat(refused.header("X-Content-Type-Options")).contains("nosniff");
                        assertThat(refused.header("Cache-Control").orElse("")).contains("no-store");
                    }
                }))
                .isEmpty();

        other.approvedEnrollment(other.instance());
        assertThat(refusedByMetrics()).isGreaterThanOrEqualTo(before + 3);
        assertThat(metric("enlist_requests_running")).isEqualTo(limits.running() * 3 / 4);
        assertThat(metric("enlist_requests_waiting")).isPositive();
    }

    @Test
    void probesTheSignInAndPagesAreServed() {
        Api anonymous = busy.api().with("");
        for (String path : List.of(
                "/actuator/health/liveness", "/actuator/health/readiness", "/login", "/password/forgotten", "/docs")) {
            assertThat(anonymous.get(path).status()).as(path).isIn(200, 302);
        }
        String person = worlds.person(busy, "a long enough password", dev.enlist.tenancy.Role.REVIEWER);
        Browser browser = Browser.signedIn(busy.api().url(), person, "a long enough password");
        browser.get("/session").ok();
    }

    @Test
    void theWorkspaceIsServedAgainWhenRequestsEnd() {
        busy.api().get("/programs").problem(503, "overloaded");
        over.set(true);
        running.forEach(Permit::close);
        running.clear();
        Patience.until("nothing waits", () -> limiter.waiting() == 0);
        busy.approvedEnrollment(busy.instance());
    }

    private double refusedByMetrics() {
        return metric("enlist_requests_refused_total\\{reason=\"queue-full\"}");
    }

    private double metric(String name) {
        return Pattern.compile("(?m)^" + name + " ([0-9.E]+)$")
                .matcher(operator.api().get("/actuator/prometheus").expect(200).text())
                .results()
                .mapToDouble(sample -> Double.parseDouble(sample.group(1)))
                .sum();
    }
}
