package dev.enlist.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Together;
import dev.enlist.support.Uploads;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Files of a form arrive in pieces, several at once, and go on after a lost connection. */
@EnlistIT
class DraftFileIT {

    private static final int PIECE = 262_144;

    @Autowired
    Worlds worlds;

    PublicForm form;
    FormBrowser browser;
    FormBrowser.Page home;
    String email;

    @BeforeEach
    void aPageWithAFileField() {
        form = PublicForm.of(worlds.shared(this));
        browser = form.browser();
        email = Cuid.next() + "@example.com";
        home = browser.post(form.begin(browser), form.root() + "/pages/1", PublicForm.person(email));
        browser.with("X-Form-Token", home.value("token")).with("Accept", "*/*");
    }

    private static byte[] pdf(int size, int seed) {
        byte[] content = Arrays.copyOf(Uploads.aPdf("Bill " + seed), size);
        Arrays.fill(content, size / 2, size, (byte) ('a' + seed));
        return content;
    }

    private FormBrowser.Page begin(String name, int size) {
        return browser.post(
                form.root() + "/files",
                Map.of("field", "documents.bill", "name", name, "type", "application/pdf", "size", "" + size));
    }

    private String begun(String name, int size) {
        FormBrowser.Page answer = begin(name, size);
        assertThat(answer.status()).as(answer.html()).isEqualTo(201);
        return Json.read(answer.html()).path("id").asText();
    }

    private FormBrowser.Page piece(String id, byte[] content, int from, int to) {
        // the header is of this request alone
        synchronized (browser) {
            return browser.with("Upload-Offset", "" + from)
                    .send(
                            form.root() + "/files/" + id,
                            "PATCH",
                            BodyPublishers.ofByteArray(Arrays.copyOfRange(content, from, to)),
                            "application/offset+octet-stream");
        }
    }

    private JsonNode progress(String id) {
        return Json.read(browser.get(form.root() + "/files/" + id).html());
    }

    private JsonNode documents() {
        browser.post(home, form.root() + "/pages/2", PublicForm.home("NY", "10001"));
        FormBrowser.Page check = browser.get(form.root() + "/check");
        browser.post(check, form.root() + "/check", Map.of());
        JsonNode enrollment = form.enrollments().get(0);
        assertThat(enrollment.at("/eligibility/status").asText()).isEqualTo("submitted");
        return form.world()
                .api()
                .get("/enrollments/" + enrollment.path("id").asText() + "/documents")
                .ok()
                .path("data");
    }

    @Test
    void anUploadGoesOnWhereTheConnectionWasLost() throws Exception {
        byte[] content = pdf(4 * PIECE + 1000, 1);
        String id = begun("bill.pdf", content.length);
        assertThat(piece(id, content, 0, 2 * PIECE).status()).isEqualTo(200);

        // the browser does not know whether the piece arrived, and sends it again
        FormBrowser.Page again = piece(id, content, 0, 2 * PIECE);
        assertThat(again.status()).isEqualTo(409);
        assertThat(Json.read(again.html()).path("received").asInt()).isEqualTo(2 * PIECE);
        assertThat(progress(id).path("received").asInt()).isEqualTo(2 * PIECE);
        assertThat(progress(id).path("complete").asBoolean()).isFalse();

        JsonNode done = Json.read(piece(id, content, 2 * PIECE, content.length).html());
        assertThat(done.path("complete").asBoolean()).as(done.toString()).isTrue();

        JsonNode documents = documents();
        assertThat(documents).hasSize(1);
        assertThat(documents.at("/0/fileName").asText()).isEqualTo("bill.pdf");
        assertThat(documents.at("/0/sha256").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    }

    @Test
    void severalArriveAtOnce() {
        List<byte[]> contents = List.of(pdf(3 * PIECE, 2), pdf(2 * PIECE + 5, 3));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            ids.add(begun("bill-" + i + ".pdf", contents.get(i).length));
        }
        Together.at(ids.size(), number -> {
            byte[] content = contents.get(number);
            for (int from = 0; from < content.length; from += PIECE) {
                int to = Math.min(content.length, from + PIECE);
                assertThat(piece(ids.get(number), content, from, to).status()).isEqualTo(200);
            }
            return content.length;
        });

        assertThat(ids)
                .allSatisfy(id ->
                        assertThat(progress(id).path("complete").asBoolean()).isTrue());
        assertThat(documents().findValuesAsText("fileName")).containsExactlyInAnyOrder("bill-0.pdf", "bill-1.pdf");
    }

    @Test
    void whatDoesNotFitIsRefusedInWordsAndNotKept() {
        assertThat(begin("photo.pdf", 50_000_000).status()).isEqualTo(413);
        byte[] content = pdf(2 * PIECE, 4);
        String id = begun("bill.pdf", content.length);
        assertThat(piece(id, content, 0, 1000).status()).isEqualTo(400);
        assertThat(piece(id, content, PIECE, 2 * PIECE).status()).isEqualTo(409);
        assertThat(progress(id).path("received").asInt()).isZero();

        byte[] lie = new byte[1000];
        String other = begun("lie.pdf", lie.length);
        FormBrowser.Page refused = piece(other, lie, 0, lie.length);
        assertThat(refused.status()).isIn(415, 422);
        assertThat(Json.read(refused.html()).path("message").asText()).isNotBlank();
        assertThat(browser.get(form.root() + "/files/" + other).status()).isEqualTo(404);
        assertThat(documents()).isEmpty();
    }

    @Test
    void anotherDraftAndARequestWithoutATokenReachNothing() {
        byte[] content = pdf(PIECE, 5);
        String id = begun("bill.pdf", content.length);
        FormBrowser stranger = form.browser();
        FormBrowser.Page theirs = form.begin(stranger);
        stranger.with("X-Form-Token", theirs.value("token"))
                .with("Accept", "*/*")
                .with("Upload-Offset", "0");
        assertThat(stranger.get(form.root() + "/files/" + id).status()).isEqualTo(404);
        assertThat(stranger.send(
                                form.root() + "/files/" + id,
                                "PATCH",
                                BodyPublishers.ofByteArray(content),
                                "application/offset+octet-stream")
                        .status())
                .isEqualTo(404);
        browser.with("X-Form-Token", "forged");
        assertThat(piece(id, content, 0, content.length).status()).isEqualTo(403);
    }
}
