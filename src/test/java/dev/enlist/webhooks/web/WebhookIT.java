package dev.enlist.webhooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Patience;
import dev.enlist.support.Reply;
import dev.enlist.support.Walk;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Webhooks with a real receiver that sometimes fails. */
@EnlistIT
class WebhookIT {

    private static final JsonNode NOTHING = Json.object("{}");

    @Autowired
    Worlds worlds;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    OwnerJdbc owner;

    World world;
    Receiver receiver;

    @BeforeEach
    void aWorkspaceAndAReceiver() {
        world = worlds.shared(this);
        receiver = new Receiver();
    }

    /** Ends the retries before other tests run. */
    @AfterEach
    void end() {
        world.api()
                .get("/webhooks")
                .ok()
                .path("data")
                .forEach(webhook -> world.api()
                        .delete("/webhooks/" + webhook.path("id").asText())
                        .expect(204));
        receiver.close();
    }

    @Test
    void aSecretIsReturnedOnceAndStoredEncrypted() {
        JsonNode created = subscribe(w -> w.put("description", "Billing"));
        String id = created.path("id").asText();
        String secret = created.path("secret").asText();

        assertThat(secret).startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(secret.substring(6))).hasSizeBetween(24, 64);
        assertThat(created.path("status").asText()).isEqualTo("enabled");
        assertThat(world.api().get("/webhooks/" + id).ok().has("secret")).isFalse();
        assertThat(world.api().get("/webhooks").text()).doesNotContain(secret);
        byte[] stored = world.in(() -> jdbc.sql("select secret from webhook where id = ?")
                .param(id)
                .query(byte[].class)
                .single());
        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .doesNotContain(
                        new String(Base64.getDecoder().decode(secret.substring(6)), StandardCharsets.ISO_8859_1));
    }

    @Test
    void theUsualFiveOperations() {
        world = worlds.organization();
        String id = subscribe(w -> {}).path("id").asText();
        String other = subscribe(w -> {}).path("id").asText();
        World stranger = worlds.stranger();

        Walk.reachesExactly(world.api(), "/webhooks", List.of(id, other));
        Walk.refusesWrongNumbers(world.api(), "/webhooks");
        Reply read = world.api().get("/webhooks/" + id);
        String tag = read.header("ETag").orElseThrow();
        JsonNode patched = world.api()
                .patch(
                        "/webhooks/" + id,
                        Json.object("{\"description\": \"New\", \"types\": [\"program.created\"]}"),
                        tag)
                .ok();
        assertThat(patched.path("description").asText()).isEqualTo("New");
        assertThat(patched.path("types").get(0).asText()).isEqualTo("program.created");
        assertThat(patched.path("url").asText()).isEqualTo(receiver.url());
        world.api().patch("/webhooks/" + id, NOTHING, tag).problem(412, "precondition-failed");
        for (String path : List.of("", "/deliveries", "/deliveries/" + Cuid.next())) {
            stranger.api().get("/webhooks/" + id + path).problem(404, "not-found");
        }
        for (String step : List.of("/test", "/rotateSecret", "/enable", "/deliveries/" + Cuid.next() + "/resend")) {
            stranger.api().post("/webhooks/" + id + step, NOTHING).problem(404, "not-found");
        }
        stranger.api().patch("/webhooks/" + id, NOTHING).problem(404, "not-found");
        stranger.api().delete("/webhooks/" + id).problem(404, "not-found");
        world.api().delete("/webhooks/" + id).expect(204);
        world.api().get("/webhooks/" + id).problem(404, "not-found");
    }

    @Test
    void allFaultsOfARequestAreReported() {
        String foreign = worlds.other().instance();
        ObjectNode wrong =
                Json.object("{\"url\": \"ftp://example.com\", \"types\": [\"nonsense\", \"enrollment.created\"]}");
        wrong.putArray("programInstanceIds").add(foreign).add("x");

        assertThat(world.api().post("/webhooks", wrong).faults())
                .containsExactly("/url", "/types/0", "/programInstanceIds/0", "/programInstanceIds/1");
        assertThat(world.api()
                        .post("/webhooks", Json.object("{\"types\": 1, \"x\": 2}"))
                        .faults())
                .containsExactlyInAnyOrder("/types", "/x", "/url");
        assertThat(world.api()
                        .post("/webhooks", Json.object("{\"url\": \"https://user:secret@example.com/\"}"))
                        .faults())
                .containsExactly("/url");
    }

    @Test
    void anEventIsDeliveredAsInTheFeedAndSigned() {
        world = worlds.organization();
        JsonNode webhook = subscribe(w -> {});

        world.program();

        until("a delivery", () -> !receiver.taken().isEmpty());
        Receiver.Call call = receiver.taken().get(0);
        assertThat(call.isSignedWith(webhook.path("secret").asText())).isTrue();
        assertThat(call.isSignedWith("whsec_" + Base64.getEncoder().encodeToString(new byte[32])))
                .isFalse();
        assertThat(call.header("Content-type")).startsWith("application/cloudevents+json");
        assertThat(call.header("Webhook-id")).isEqualTo(call.event().path("id").asText());
        JsonNode fed = null;
        for (JsonNode event : world.events()) {
            fed = event.path("id").asText().equals(call.header("Webhook-id")) ? event : fed;
        }
        assertThat(call.event()).isEqualTo(fed);

        JsonNode delivery = onlyDelivery(webhook, "delivered");
        assertThat(delivery.path("requestBody")).isEqualTo(fed);
        JsonNode attempt = delivery.path("attempts").get(0);
        assertThat(attempt.path("answer").asInt()).isEqualTo(204);
        assertThat(attempt.at("/requestHeaders/webhook-signature").asText())
                .isEqualTo(call.header("Webhook-signature"));
    }

    /** Three of ten requests fail in one of four ways; the sender does not know which ones the receiver accepted. */
    @Test
    void everyEventIsDeliveredInOrderWhileRequestsFail() {
        world = worlds.organization();
        int people = 15;
        receiver.answer(event -> switch (ThreadLocalRandom.current().nextInt(20)) {
            case 0, 1 -> 500;
            case 2 -> 503;
            case 3 -> 404;
            case 4, 5 -> Receiver.CUT;
            default -> 200;
        });
        String instance = world.instance();
        JsonNode webhook =
                subscribe(w -> w.putArray("types").add("enrollment.created").add("enrollment.status_changed"));
        Set<String> enrolled = new HashSet<>();
        for (int i = 0; i < people; i++) {
            enrolled.add(world.approvedEnrollment(instance));
        }

        until(
                "everything",
                () -> receiver.taken().stream()
                                        .map(c -> c.header("Webhook-id"))
                                        .distinct()
                                        .count()
                                >= people * 5
                        && pending(webhook) == 0);

        Map<String, List<Receiver.Call>> bySubject = receiver.bySubject();
        assertThat(bySubject.keySet()).isEqualTo(enrolled);
        List<String> disorder = new ArrayList<>();
        bySubject.forEach((subject, calls) -> {
            int expected = 1;
            for (Receiver.Call call : calls) {
                if (call.sequence() != expected) {
                    disorder.add(subject + ": " + call.sequence() + " before " + expected + " was taken");
                }
                expected = call.taken() ? call.sequence() + 1 : expected;
            }
            if (expected != 6) {
                disorder.add(subject + " ends before " + expected);
            }
        });
        assertThat(disorder).isEmpty();
        assertThat(receiver.calls().size()).isGreaterThan(people * 5);
        // each accepted request was answered, so no event was sent again after it was accepted
        assertThat(receiver.taken()).hasSize(people * 5);
    }

    @Test
    void afterTheLastAttemptTheNextEventOfTheSubjectIsDelivered() {
        String instance = world.instance();
        String poisoned = world.candidateEnrollment(instance);
        JsonNode webhook = subscribe(w -> w.putArray("types").add("enrollment.status_changed"));
        receiver.answer(event -> event.at("/data/to").asText().equals("eligible") ? 500 : 200);

        world.api().post("/enrollments/" + poisoned + "/evaluate", NOTHING).ok();
        world.api().post("/enrollments/" + poisoned + "/submit", NOTHING).ok();
        String healthy = world.candidateEnrollment(instance);

        until(
                "the next of the same",
                () -> receiver.taken().stream().anyMatch(c -> c.subject().equals(poisoned)));
        List<Receiver.Call> calls = receiver.bySubject().get(poisoned);
        assertThat(calls).hasSize(11);
        assertThat(calls.stream().map(c -> c.event().at("/data/to").asText()).toList())
                .startsWith("eligible")
                .endsWith("submitted");
        assertThat(receiver.taken().get(0).subject()).as("others do not wait").isEqualTo(healthy);
        JsonNode failed = onlyDelivery(webhook, "failed");
        assertThat(failed.path("attemptCount").asInt()).isEqualTo(10);
        assertThat(failed.path("attempts")).hasSize(10);
        assertThat(failed.at("/attempts/0/answer").asInt()).isEqualTo(500);
        assertThat(failed.at("/attempts/0/answerBody").asText()).hasSize(4096);
        assertThat(failed.path("attempts").findValuesAsText("webhook-id").stream()
                        .distinct())
                .containsExactly(failed.path("eventId").asText());

        // sent again by a user, under the same id
        receiver.answer(event -> 200);
        String again = world.api()
                .post(
                        "/webhooks/" + id(webhook) + "/deliveries/"
                                + failed.path("id").asText() + "/resend",
                        NOTHING)
                .expect(202)
                .header("Location")
                .orElseThrow();
        until("the second delivery", () -> status(again).equals("delivered"));
        assertThat(world.api().get(again).ok().path("resendOf").asText())
                .isEqualTo(failed.path("id").asText());
        assertThat(receiver.taken().stream().map(c -> c.header("Webhook-id")))
                .contains(failed.path("eventId").asText());
    }

    @Test
    void aTargetThatIsGoneIsDisabledUntilEnabledAgain() {
        world = worlds.organization();
        JsonNode webhook = subscribe(w -> {});
        receiver.answer(event -> 410);
        world.program();
        until(
                "the webhook is disabled",
                () -> read(webhook).path("status").asText().equals("disabled"));
        assertThat(read(webhook).path("disabledReason").asText()).isEqualTo("gone");
        assertThat(world.events("type=webhook.disabled").at("/0/data/reason").asText())
                .isEqualTo("gone");
        int calls = receiver.calls().size();
        receiver.answer(event -> 200);
        world.program();
        world.api().post("/webhooks/" + id(webhook) + "/test", NOTHING).problem(409, "webhook-disabled");
        assertThat(receiver.calls()).hasSize(calls);

        JsonNode enabled = world.api()
                .post("/webhooks/" + id(webhook) + "/enable", NOTHING)
                .ok();

        assertThat(enabled.path("status").asText()).isEqualTo("enabled");
        // the refused event, the event of the disabling, and the program that was created meanwhile
        until("what was missed", () -> receiver.taken().size() == 3);
        assertThat(receiver.taken().stream().map(c -> c.event().path("type").asText()))
                .containsExactlyInAnyOrder(
                        "dev.enlist.program.created", "dev.enlist.webhook.disabled", "dev.enlist.program.created");
    }

    /** A receiver that does not respond delays neither other webhooks nor other subjects of the same webhook. */
    @Test
    void aReceiverThatHangsDelaysNoOther() {
        CountDownLatch released = new CountDownLatch(1);
        try (Receiver silent = new Receiver()) {
            silent.answer(event -> {
                await(released);
                return 204;
            });
            JsonNode hanging = subscribe(w -> w.put("url", silent.url()));
            String instance = world.instance();
            String stuck = world.candidateEnrollment(instance);
            receiver.answer(event -> {
                if (event.path("subject").asText().equals(stuck)) {
                    await(released);
                }
                return 204;
            });
            subscribe(w -> w.putArray("types").add("enrollment.status_changed"));
            world.api().post("/enrollments/" + stuck + "/evaluate", NOTHING).ok();
            Set<String> others = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                others.add(world.submittedEnrollment(instance));
            }

            until(
                    "all others",
                    () -> receiver.taken().stream()
                                    .filter(call -> others.contains(call.subject()))
                                    .count()
                            == 60);

            assertThat(receiver.taken().stream().map(Receiver.Call::subject)).doesNotContain(stuck);
            assertThat(silent.taken()).isEmpty();
            assertThat(pending(hanging)).isPositive();
            released.countDown();
            until(
                    "the one that was stuck",
                    () -> receiver.taken().stream().anyMatch(c -> c.subject().equals(stuck)));
        } finally {
            released.countDown();
        }
    }

    @Test
    void aTargetThatFailsForDaysIsDisabledWithAnEvent() {
        world = worlds.organization();
        JsonNode webhook = subscribe(w -> w.putArray("types").add("program.created"));
        receiver.answer(event -> 500);
        world.program();
        until("a first attempt", () -> read(webhook).has("failingSince"));
        assertThat(read(webhook).path("status").asText()).isEqualTo("enabled");
        owner.sql("update webhook set failing_since = now() - interval '6 days' where id = ?")
                .param(id(webhook))
                .update();

        until(
                "the webhook is disabled",
                () -> read(webhook).path("status").asText().equals("disabled"));

        assertThat(read(webhook).path("disabledReason").asText()).isEqualTo("failing");
        JsonNode events = world.events("type=webhook.disabled");
        assertThat(events).hasSize(1);
        assertThat(events.at("/0/subject").asText()).isEqualTo(id(webhook));
        assertThat(events.at("/0/data/reason").asText()).isEqualTo("failing");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void noRedirectIsFollowed() {
        JsonNode webhook = subscribe(w -> {});
        receiver.answer(event -> 302);

        Reply accepted =
                world.api().post("/webhooks/" + id(webhook) + "/test", NOTHING).expect(202);

        String delivery = accepted.header("Location").orElseThrow();
        until("the test is over", () -> status(delivery).equals("failed"));
        assertThat(world.api().get(delivery).ok().at("/attempts/0/answer").asInt())
                .isEqualTo(302);
        assertThat(receiver.calls()).hasSize(1);
        assertThat(receiver.calls().get(0).event().path("type").asText()).isEqualTo("dev.enlist.webhook.test");
    }

    @Test
    void afterARotationDeliveriesCarryTwoSignatures() {
        JsonNode webhook = subscribe(w -> {});
        JsonNode rotated = world.api()
                .post("/webhooks/" + id(webhook) + "/rotateSecret", NOTHING)
                .ok();

        world.program();

        until("a delivery", () -> !receiver.taken().isEmpty());
        Receiver.Call call = receiver.taken().get(0);
        assertThat(call.header("Webhook-signature").split(" ")).hasSize(2);
        assertThat(call.isSignedWith(webhook.path("secret").asText())).isTrue();
        assertThat(call.isSignedWith(rotated.path("secret").asText())).isTrue();
        assertThat(read(webhook).has("previousSecretUntil")).isTrue();
    }

    @Test
    void onlySelectedEventsAfterTheSubscriptionAreSent() {
        String before = world.instance();
        String instance = world.instance();
        subscribe(w -> {
            w.putArray("types").add("dev.enlist.enrollment.created");
            w.putArray("programInstanceIds").add(instance);
        });

        world.candidateEnrollment(before);
        String wanted = world.candidateEnrollment(instance);
        world.eligibleEnrollment(before);
        String last = world.candidateEnrollment(instance);

        until(
                "the last",
                () -> receiver.taken().stream().anyMatch(c -> c.subject().equals(last)));
        assertThat(receiver.taken().stream().map(Receiver.Call::subject)).containsExactlyInAnyOrder(wanted, last);
    }

    @Test
    void theLogOfDeliveriesIsPagedAndFiltered() {
        JsonNode webhook = subscribe(w -> w.putArray("types").add("program.created"));
        for (int i = 0; i < 5; i++) {
            world.program();
        }
        until("all", () -> receiver.taken().size() == 5 && pending(webhook) == 0);
        String list = "/webhooks/" + id(webhook) + "/deliveries";
        List<String> ids = Walk.byKey(world.api(), list, 500);

        assertThat(ids).hasSize(5);
        Walk.reachesExactly(world.api(), list, ids);
        Walk.reachesExactly(world.api(), list + "?status=delivered", ids);
        assertThat(world.api().get(list + "?status=failed").ok().path("data")).isEmpty();
        assertThat(world.api().get(list + "?status=x&perPage=0").faults()).containsExactly("/status", "/perPage");
        world.api()
                .get("/webhooks/" + Cuid.next() + "/deliveries/" + ids.get(0))
                .problem(404, "not-found");
        world.api().get(list + "/nonsense").problem(404, "not-found");
    }

    /** The deliveries begin with the next event: a webhook begins where the feed ends, which is before what is not yet in it. */
    private JsonNode subscribe(java.util.function.Consumer<ObjectNode> change) {
        worlds.awaitFeeds();
        ObjectNode request = Json.object("{}").put("url", receiver.url());
        change.accept(request);
        return world.api().post("/webhooks", request).created();
    }

    private static String id(JsonNode webhook) {
        return webhook.path("id").asText();
    }

    private JsonNode read(JsonNode webhook) {
        return world.api().get("/webhooks/" + id(webhook)).ok();
    }

    private String status(String delivery) {
        return world.api().get(delivery).ok().path("status").asText();
    }

    private int pending(JsonNode webhook) {
        return world.api()
                .get("/webhooks/" + id(webhook) + "/deliveries?status=pending")
                .ok()
                .path("totalItems")
                .asInt();
    }

    /**
     * Returns the one delivery in a status, with its attempts. An attempt is stored after the receiver has responded.
     */
    private JsonNode onlyDelivery(JsonNode webhook, String status) {
        String list = "/webhooks/" + id(webhook) + "/deliveries";
        until(
                "one " + status,
                () -> world.api()
                                .get(list + "?status=" + status)
                                .ok()
                                .path("totalItems")
                                .asInt()
                        == 1);
        String id = world.api()
                .get(list + "?status=" + status)
                .ok()
                .at("/data/0/id")
                .asText();
        return world.api().get(list + "/" + id).ok();
    }

    private static void until(String what, BooleanSupplier condition) {
        Patience.until(what, condition);
    }
}
