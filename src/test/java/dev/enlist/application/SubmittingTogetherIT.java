package dev.enlist.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.application.FormBrowser.Page;
import dev.enlist.shared.Cuid;
import dev.enlist.support.BatchBlocker;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Concurrent submissions of a public form share a transaction, and nothing else. */
@EnlistIT
class SubmittingTogetherIT {

    private static final int TOGETHER = 8;

    /**
     * Statements of one submission among ten, of which eight share a transaction: a submission alone has 51. What is not
     * shared is what both requests of a submission read, and the reservation of units.
     */
    private static final int MOST_OF_EACH = 24;

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    @Autowired
    StatementCounter statements;

    private BatchBlocker<Page> batches;

    World world;
    PublicForm form;

    /** An applicant with the page to check. */
    private record Ready(FormBrowser browser, Page check, String email) {}

    @BeforeEach
    void form() throws SQLException {
        world = worlds.shared(this);
        form = PublicForm.of(world);
        batches = new BatchBlocker<>(jdbc);
    }

    @AfterEach
    void close() throws SQLException {
        batches.close();
    }

    @Test
    void waitingSubmissionsShareATransaction() throws Exception {
        List<Ready> before = ready(BatchBlocker.BATCHES);
        List<Ready> waiting = ready(TOGETHER);
        form.apply(form.browser(), email(), "NY", "10001");
        List<Future<Page>> sent = new ArrayList<>();
        List<String> used = statements.during("http-nio", () -> {
            hold(before);
            sent.addAll(sent(waiting, "together"));
            batches.release();
            received(BatchBlocker.answers(sent));
            received(batches.blocked());
        });
        Map<String, String> ids = enrollments();
        assertThat(ids).hasSize(BatchBlocker.BATCHES + TOGETHER + 1);
        List<String> together =
                waiting.stream().map(one -> ids.get(one.email())).toList();
        assertThat(transactions(together)).hasSize(1);
        assertThat(together).allSatisfy(id -> assertThat(world.statusOf(id)).isEqualTo("submitted"));
        for (int i = 0; i < TOGETHER; i++) {
            assertThat(requestsOf(together.get(i))).containsOnly("together" + i);
        }
        assertThat(used.size() / (BatchBlocker.BATCHES + TOGETHER))
                .as(() -> used.size() + " statements:\n" + String.join("\n", used))
                .isLessThanOrEqualTo(MOST_OF_EACH);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aDoubleClickIsOneApplicationInOneBatchAndInTwo() throws Exception {
        // a person who is not eligible may enroll again, so only the row of the draft prevents a second enrollment
        Ready running = ready(email(), "CA", "90012");
        List<Ready> before = List.of(running, ready(1).get(0));
        Ready twice = ready(1).get(0);
        Ready other = ready(1).get(0);
        hold(before);
        List<Future<Page>> sent = sent(List.of(twice, running, other, twice), "double");
        batches.release();
        List<Page> pages = BatchBlocker.answers(sent);
        for (int i : List.of(0, 2, 3)) {
            assertThat(pages.get(i).text()).contains("Application received");
        }
        List<Page> runningPages = List.of(pages.get(1), batches.blocked().get(0));
        assertThat(runningPages).allSatisfy(page -> {
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.address().getPath()).endsWith("/result");
        });
        assertThat(enrollments()).hasSize(4).containsKeys(running.email(), twice.email(), other.email());
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aRefusedSubmissionTakesNoneOfTheBatchWithIt() throws Exception {
        String known = email();
        form.apply(form.browser(), known, "NY", "10001");
        List<Ready> before = ready(BatchBlocker.BATCHES);
        List<Ready> good = ready(3);
        Ready repeated = ready(known, "NY", "10001");
        Ready ineligible = ready(email(), "CA", "90012");
        Ready stale = ready(1).get(0);
        hold(before);
        Callable<Page> refused =
                () -> stale.browser().post(stale.check(), form.root() + "/check", Map.of("terms", "999"));
        List<Future<Page>> sent = batches.send(List.of(
                request(good.get(0), "mixed0"),
                request(repeated, "mixed1"),
                request(ineligible, "mixed2"),
                refused,
                request(good.get(1), "mixed4"),
                request(good.get(2), "mixed5")));
        batches.release();
        List<Page> pages = BatchBlocker.answers(sent);
        assertThat(pages.get(3).status()).isEqualTo(409);
        // the page of a person who is enrolled already is that of a new one
        for (int i : List.of(0, 1, 4, 5)) {
            assertThat(pages.get(i).text()).contains("Application received");
        }
        assertThat(pages.get(2).text()).doesNotContain("Application received");
        received(batches.blocked());
        Map<String, String> ids = enrollments();
        assertThat(ids).hasSize(1 + BatchBlocker.BATCHES + 3 + 1).doesNotContainKey(stale.email());
        assertThat(world.statusOf(ids.get(ineligible.email()))).isEqualTo("ineligible");
        assertThat(transactions(Stream.concat(good.stream(), Stream.of(ineligible))
                        .map(one -> ids.get(one.email()))
                        .toList()))
                .hasSize(1);
        assertThat(world.isConsistent()).isTrue();
    }

    private static String email() {
        return Cuid.next() + "@example.com";
    }

    private List<Ready> ready(int count) {
        return Stream.generate(() -> ready(email(), "NY", "10001")).limit(count).toList();
    }

    private Ready ready(String email, String state, String postalCode) {
        FormBrowser browser = form.browser();
        return new Ready(browser, form.answer(browser, email, state, postalCode), email);
    }

    /** Sends as many as batches may run, and blocks them at the insert of the customer. */
    private void hold(List<Ready> before) {
        batches.block(
                "customer",
                before.stream().map(one -> request(one, "first" + Cuid.next())).toList());
    }

    /** Sends each after the one before waits; numbers the ids of the requests. */
    private List<Future<Page>> sent(List<Ready> applicants, String request) {
        return batches.send(IntStream.range(0, applicants.size())
                .mapToObj(n -> request(applicants.get(n), request + n))
                .toList());
    }

    private Callable<Page> request(Ready one, String request) {
        return () -> one.browser().with("X-Request-Id", request).post(one.check(), form.root() + "/check", Map.of());
    }

    private static void received(List<Page> pages) {
        assertThat(pages).allSatisfy(page -> assertThat(page.text()).contains("Application received"));
    }

    /** Ids by e-mail. */
    private Map<String, String> enrollments() {
        Map<String, String> ids = new HashMap<>();
        for (JsonNode one : form.enrollments()) {
            assertThat(ids.put(one.path("email").asText(), one.path("id").asText()))
                    .isNull();
        }
        return ids;
    }

    private List<String> transactions(List<String> ids) {
        return batches.transactions("enrollment", ids);
    }

    /** The requests that the audit trail names for an enrollment and its customer. */
    private List<String> requestsOf(String id) {
        String customer =
                world.api().get("/enrollments/" + id).ok().path("customerId").asText();
        List<String> requests = new ArrayList<>();
        for (String subject : List.of(id, customer)) {
            List<JsonNode> entries = new ArrayList<>();
            world.api().get("/audit?subjectId=" + subject).ok().path("data").forEach(entries::add);
            assertThat(entries)
                    .isNotEmpty()
                    .allSatisfy(
                            entry -> assertThat(entry.at("/by/type").asText()).isEqualTo("applicant"));
            entries.forEach(entry -> requests.add(entry.path("requestId").asText()));
        }
        return requests;
    }
}
