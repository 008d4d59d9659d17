package dev.enlist.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.Uploads;
import dev.enlist.support.Uploads.Part;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Documents of an enrollment over REST: what is stored, what comes back, and what is refused without a trace. */
@EnlistIT
class DocumentIT {

    private static final int MEGABYTE = 1 << 20;

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    World world;
    Uploads uploads;
    String instance;
    String enrollment;

    @BeforeEach
    void anEnrollment() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        uploads = new Uploads(where.api());
        instance = where.instance();
        enrollment = where.eligibleEnrollment(instance);
    }

    private String path(String document) {
        return "/enrollments/" + enrollment + "/documents/" + document;
    }

    private int stored() {
        return owner.sql("select count(*)::int from document where enrollment_id = ?")
                .param(enrollment)
                .query(Integer.class)
                .single();
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of("bill.pdf", "application/pdf", Uploads.aPdf("x"), "application/pdf"),
                Arguments.of("photo.jpg", "image/jpeg", Uploads.aJpeg(), "image/jpeg"),
                Arguments.of("photo.png", "image/png", Uploads.aPng(), "image/png"),
                Arguments.of("photo.heic", "application/octet-stream", Uploads.aHeic(), "image/heic"),
                Arguments.of("a.txt", "text/plain", "Zoë\r\n\tsaid".getBytes(StandardCharsets.UTF_8), "text/plain"),
                Arguments.of("a.csv", "application/vnd.ms-excel", "a;b\n1;2\n".getBytes(), "text/csv"),
                Arguments.of("a.docx", docx(), Uploads.aDocx(), docx()),
                Arguments.of(
                        "a.xlsx",
                        "application/zip",
                        Uploads.anXlsx(),
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                // an image is an image, whatever the phone calls it
                Arguments.of("IMG_1.HEIC", "image/heic", Uploads.aJpeg(), "image/jpeg"));
    }

    private static String docx() {
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("accepted")
    void formatsAreToldByTheirContent(String name, String declared, byte[] content, String mediaType) {
        JsonNode added = uploads.send(enrollment, Part.file(name, declared, content), Part.field("description", "Mine"))
                .created();

        assertThat(added.path("mediaType").asText()).isEqualTo(mediaType);
        assertThat(added.path("type").asText()).isEqualTo("other");
        assertThat(added.path("status").asText()).isEqualTo("available");
        assertThat(added.path("size").asInt()).isEqualTo(content.length);
        assertThat(added.path("sha256").asText()).isEqualTo(sha256(content));
        assertThat(added.path("createdBy").path("name").asText()).isEqualTo("Test key");
        HttpResponse<byte[]> back = download(path(added.path("id").asText()));
        assertThat(back.statusCode()).isEqualTo(200);
        assertThat(back.body()).isEqualTo(content);
        assertThat(header(back, "Content-Type")).isEqualTo(mediaType);
    }

    @Test
    void aDownloadIsAnAttachmentInASandbox() {
        String id = uploads.pdf(enrollment);

        HttpResponse<byte[]> saved = download(path(id));
        assertThat(header(saved, "Content-Disposition"))
                .startsWith("attachment;")
                .contains("bill.pdf");
        assertThat(header(saved, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(saved.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("sandbox; default-src 'none'");
        assertThat(saved.headers().allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(header(saved, "Cache-Control")).contains("no-store");

        HttpResponse<byte[]> shown = download(path(id) + "?inline=true");
        assertThat(header(shown, "Content-Disposition")).startsWith("inline;");
        assertThat(shown.headers().allValues("X-Frame-Options")).containsExactly("SAMEORIGIN");
        assertThat(shown.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "frame-ancestors 'self'");
        String text = uploads.send(enrollment, Part.file("a.txt", "text/plain", "<script>1</script>".getBytes()))
                .created()
                .path("id")
                .asText();
        assertThat(header(download(path(text) + "?inline=true"), "Content-Disposition"))
                .startsWith("attachment;");
    }

    @Test
    void twentyMegabytesComeBackWholeAndInParts() {
        byte[] content = new byte[20 * MEGABYTE];
        new Random(1).nextBytes(content);
        byte[] signature = Uploads.aPdf("big");
        System.arraycopy(signature, 0, content, 0, signature.length);
        Reply added = uploads.send(
                enrollment,
                request -> request.header("Idempotency-Key", Cuid.next()),
                Part.file("big.pdf", "application/pdf", content));
        String path = added.expect(201).header("Location").orElseThrow();
        String tag = added.header("ETag").orElseThrow();

        assertThat(download(path).body()).isEqualTo(content);
        HttpResponse<byte[]> part = download(path, "Range", "bytes=300000-900000");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(content, 300_000, 900_001));
        assertThat(header(part, "Content-Range")).isEqualTo("bytes 300000-900000/" + content.length);
        HttpResponse<byte[]> end = download(path, "Range", "bytes=-5");
        assertThat(end.body()).isEqualTo(java.util.Arrays.copyOfRange(content, content.length - 5, content.length));
        assertThat(download(path, "Range", "bytes=" + content.length + "-").statusCode())
                .isEqualTo(416);
        assertThat(download(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
        world.api()
                .send(path, request -> request.header("Range", "bytes=0-3").GET())
                .expect(206);
    }

    @Test
    void anIdempotencyKeyAddsADocumentOnce() {
        String key = Cuid.next();
        byte[] content = new byte[2 * MEGABYTE];
        System.arraycopy(Uploads.aPdf("x"), 0, content, 0, Uploads.aPdf("x").length);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ids.add(uploads.send(
                            enrollment,
                            request -> request.header("Idempotency-Key", key),
                            Part.file("a.pdf", "application/pdf", content))
                    .created()
                    .path("id")
                    .asText());
        }
        assertThat(ids.get(0)).isEqualTo(ids.get(1));
        assertThat(stored()).isEqualTo(1);
        content[content.length - 1] = 1;
        uploads.send(
                        enrollment,
                        request -> request.header("Idempotency-Key", key),
                        Part.file("a.pdf", "application/pdf", content))
                .problem(422, "idempotency-key-reused");
    }

    static Stream<Arguments> refused() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bomb)) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            byte[] zeros = new byte[MEGABYTE];
            for (int i = 0; i < 50; i++) {
                zip.write(zeros);
            }
        }
        return Stream.of(
                Arguments.of("page.html", "text/html", "<html><script>1</script></html>".getBytes(), "supported"),
                Arguments.of("bill.pdf", "application/pdf", "<!DOCTYPE html><html></html>".getBytes(), "supported"),
                Arguments.of(
                        "a.svg", "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(), "supported"),
                Arguments.of("a.exe", "application/octet-stream", ("MZ" + "\0".repeat(200)).getBytes(), "supported"),
                Arguments.of("a.txt", "text/plain", "a\0b".getBytes(), "supported"),
                Arguments.of("a.zip", "application/zip", zipOf("a.txt"), "supported"),
                Arguments.of("a.docx", docx(), bomb.toByteArray(), "supported"),
                Arguments.of(
                        "a.docx",
                        docx(),
                        Uploads.office(
                                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                                "word/vbaProject.bin"),
                        "supported"),
                Arguments.of("a.docx", docx(), cut(Uploads.aDocx()), "supported"),
                Arguments.of("a.pdf", "application/pdf", Uploads.aPng(), "mismatch"),
                Arguments.of("a.pdf", "application/octet-stream", Uploads.aPng(), "mismatch"),
                Arguments.of("a.docx", docx(), Uploads.anXlsx(), "mismatch"),
                Arguments.of("a.png", "image/png", Uploads.aPdf("x"), "mismatch"),
                Arguments.of("a.pdf", "text/html", Uploads.aPdf("x"), "mismatch"));
    }

    private static byte[] zipOf(String name) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
        }
        return bytes.toByteArray();
    }

    private static byte[] cut(byte[] whole) {
        return java.util.Arrays.copyOf(whole, whole.length - 30);
    }

    @ParameterizedTest(name = "{0} as {1}: {3}")
    @MethodSource("refused")
    void otherContentIsRefused(String name, String declared, byte[] content, String why) {
        String code = why.equals("mismatch") ? "document-type-mismatch" : "document-type-not-supported";
        uploads.send(enrollment, Part.file(name, declared, content)).problem(415, code);
        assertThat(stored()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd.pdf",
                "C:\\\\bill.pdf",
                "/bill.pdf",
                "..",
                "bill\u202efdp.pdf",
                "bill\u200e.pdf",
                "bill\u0007.pdf",
                " "
            })
    void hostileFileNamesAreRefused(String name) {
        Reply reply = uploads.send(enrollment, Part.file(name, "application/pdf", Uploads.aPdf("x")));
        assertThat(reply.faults()).containsExactly("/file");
        assertThat(stored()).isZero();
    }

    @Test
    void faultsOfTheFormAreNamed() {
        Part file = Part.file("a.pdf", "application/pdf", Uploads.aPdf("x"));
        assertThat(uploads.send(enrollment, Part.file("a.pdf", "application/pdf", new byte[0]))
                        .faults())
                .containsExactly("/file");
        assertThat(uploads.send(enrollment, Part.field("type", "other")).faults())
                .containsExactly("/file");
        assertThat(uploads.send(enrollment, file, file).faults()).containsExactly("/file");
        assertThat(uploads.send(enrollment, Part.field("name", "x"), file).faults())
                .containsExactly("/name");
        assertThat(uploads.send(enrollment, Part.field("type", "passport"), file)
                        .faults())
                .containsExactly("/type");
        assertThat(uploads.send(enrollment, Part.field("description", "x".repeat(1001)), file)
                        .faults())
                .containsExactly("/description");
        assertThat(uploads.send(enrollment, Part.field("description", "a\0b"), file)
                        .faults())
                .containsExactly("/description");
        world.api()
                .send(
                        "/enrollments/" + enrollment + "/documents",
                        request -> request.header("Content-Type", "multipart/form-data; boundary=x")
                                .POST(BodyPublishers.ofString("--x\r\nbroken")))
                .problem(400, "invalid-input");
        world.api().post("/enrollments/" + enrollment + "/documents", "{}").problem(415, "unsupported-media-type");
        assertThat(stored()).isZero();
    }

    @Test
    void whatIsTooLargeIsRefusedWithAndWithoutItsLength() {
        byte[] content = new byte[20 * MEGABYTE + 1];
        System.arraycopy(Uploads.aPdf("x"), 0, content, 0, Uploads.aPdf("x").length);
        byte[] body = Uploads.body(Part.file("a.pdf", "application/pdf", content));
        JsonNode problem = world.api()
                .send(
                        "/enrollments/" + enrollment + "/documents",
                        request -> request.header("Content-Type", "multipart/form-data; boundary=" + Uploads.BOUNDARY)
                                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
                .problem(413, "document-too-large");
        assertThat(problem.path("maxBytes").asLong()).isEqualTo(20L * MEGABYTE);
        world.api()
                .send(
                        "/enrollments/" + enrollment + "/documents",
                        request -> request.header("Content-Type", "multipart/form-data; boundary=" + Uploads.BOUNDARY)
                                .POST(BodyPublishers.ofByteArray(body)))
                .problem(413, "document-too-large");
        assertThat(stored()).isZero();
    }

    /** More uploads that stand still than the server has connections to the database. */
    @Test
    void slowUploadsOccupyNoConnection() throws Exception {
        URI url = URI.create(world.api().url());
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket(url.getHost(), url.getPort());
                sockets.add(socket);
                String key = i % 2 == 0 ? "" : "Idempotency-Key: " + Cuid.next() + "\r\n";
                socket.getOutputStream()
                        .write(("POST /enrollments/" + enrollment + "/documents HTTP/1.1\r\nHost: localhost\r\n"
                                        + "Authorization: Bearer " + world.api().key() + "\r\n" + key
                                        + "Content-Type: multipart/form-data; boundary=" + Uploads.BOUNDARY
                                        + "\r\nContent-Length: 1000000\r\n\r\n--" + Uploads.BOUNDARY
                                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-")
                                .getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            }
            long begin = System.nanoTime();
            world.api().get("/enrollments/" + enrollment).ok();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        assertThat(stored()).isZero();
    }

    @Test
    void theFormSaysWhichDocumentsAndHowMany() {
        String own = world.instance(world.program(), body -> body.set("formConfig", Json.object("""
                {"fields": [
                  {"name": "documents.utilityBill", "label": "Your bill", "type": "file", "required": true, "maxFiles": 2},
                  {"name": "documents.deed", "label": "The deed", "type": "file"}]}
                """)));
        enrollment = world.eligibleEnrollment(own);
        Part file = Part.file("a.pdf", "application/pdf", Uploads.aPdf("x"));

        assertThat(uploads.send(enrollment, file).faults()).containsExactly("/type");
        world.api().post("/enrollments/" + enrollment + "/submit", "{}").problem(409, "application-incomplete");
        uploads.send(enrollment, Part.field("type", "deed"), file).created();
        uploads.send(enrollment, file, Part.field("type", "deed")).problem(409, "document-limit-reached");
        uploads.send(enrollment, Part.field("type", "utilityBill"), file).created();
        uploads.send(enrollment, Part.field("type", "utilityBill"), file).created();
        uploads.send(enrollment, Part.field("type", "utilityBill"), file).problem(409, "document-limit-reached");
        assertThat(stored()).isEqualTo(3);
        world.api().post("/enrollments/" + enrollment + "/submit", "{}").ok();
    }

    @Test
    void concurrentUploadsDoNotExceedTheLimit() throws Exception {
        String own = world.instance(world.program(), body -> body.set("formConfig", Json.object("""
                        {"fields": [{"name": "documents.deed", "label": "Deed", "type": "file", "maxFiles": 3}]}
                        """)));
        enrollment = world.eligibleEnrollment(own);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(() -> uploads.send(
                                enrollment,
                                Part.field("type", "deed"),
                                Part.file("a.pdf", "application/pdf", Uploads.aPdf("x")))
                        .status());
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> call : threads.invokeAll(calls)) {
                statuses.add(call.get());
            }
            assertThat(statuses).containsOnly(201, 409);
            assertThat(stored()).isEqualTo(3);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void documentsAreListedDeletedAndTold() {
        begin(worlds.organization());
        String first = uploads.pdf(enrollment);
        String second = uploads.pdf(enrollment);
        String list = "/enrollments/" + enrollment + "/documents";
        assertThat(ids(list)).containsExactly(first, second);
        assertThat(ids(list + "?after=" + first)).containsExactly(second);

        assertThat(world.api()
                        .send(
                                path(first),
                                request ->
                                        request.header("If-Match", "\"other\"").DELETE())
                        .status())
                .isEqualTo(412);
        world.api().delete(path(first)).expect(204);
        world.api().delete(path(first)).problem(404, "not-found");
        world.api().get(path(first)).problem(404, "not-found");
        world.api().get("/enrollments/" + enrollment + "/documents/x").problem(404, "not-found");

        List<String> types = new ArrayList<>();
        List<Integer> sequence = new ArrayList<>();
        world.events().forEach(event -> {
            if (event.path("subject").asText().equals(enrollment)) {
                sequence.add(event.path("sequence").asInt());
                if (event.path("type").asText().contains("document")) {
                    types.add(event.path("type").asText() + " "
                            + event.at("/data/documentId").asText());
                    assertThat(event.toString()).doesNotContain("bill.pdf");
                }
            }
        });
        assertThat(types)
                .containsExactly(
                        "dev.enlist.enrollment.document_added " + first,
                        "dev.enlist.enrollment.document_added " + second,
                        "dev.enlist.enrollment.document_removed " + first);
        assertThat(sequence).isSorted().doesNotHaveDuplicates();
        assertThat(world.isConsistent()).isTrue();
    }

    private List<String> ids(String list) {
        List<String> ids = new ArrayList<>();
        world.api()
                .get(list)
                .ok()
                .path("data")
                .forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    @Test
    void anErasedEnrollmentTakesItsDocumentsAlong() {
        String id = uploads.pdf(enrollment);
        world.api().delete("/enrollments/" + enrollment).expect(204);
        assertThat(owner.sql("select (select count(*) from document where id = ?)"
                                + " + (select count(*) from document_chunk where document_id = ?)")
                        .params(id, id)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void documentsOfOthersAreNotThere() {
        String id = uploads.pdf(enrollment);
        World stranger = worlds.stranger();
        stranger.api().get(path(id)).problem(404, "not-found");
        stranger.api().get("/enrollments/" + enrollment + "/documents").problem(404, "not-found");
        new Uploads(stranger.api())
                .send(enrollment, Part.file("a.pdf", "application/pdf", Uploads.aPdf("x")))
                .problem(404, "not-found");
        String sibling = world.eligibleEnrollment(instance);
        world.api().get("/enrollments/" + sibling + "/documents/" + id).problem(404, "not-found");
    }

    @Test
    void anAnswerToAKeyThatOnlyWritesShowsNoContent() {
        ObjectNode wanted = Json.object("{\"name\": \"Writer\", \"scopes\": [\"documents:write\"]}");
        String key = world.api().post("/apiKeys", wanted).created().path("key").asText();
        JsonNode answer = new Uploads(world.api().with(key))
                .send(enrollment, Part.file("a.pdf", "application/pdf", Uploads.aPdf("x")))
                .created();
        assertThat(answer.path("id").asText()).isNotBlank();
        assertThat(answer.has("fileName")).isFalse();
        world.api().with(key).get(path(answer.path("id").asText())).problem(403, "insufficient-scope");
    }

    private HttpResponse<byte[]> download(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(world.api().url() + path))
                .header("Authorization", "Bearer " + world.api().key());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String sha256(byte[] content) {
        try (InputStream in = new ByteArrayInputStream(content)) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
