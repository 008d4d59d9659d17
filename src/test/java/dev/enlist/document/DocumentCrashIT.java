package dev.enlist.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.process.Await;
import dev.enlist.process.Node;
import dev.enlist.process.PlantedFault;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Uploads;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The packaged application, killed while documents are stored and deleted, in the database and in an object storage. */
@EnlistIT
@Tag("resilience")
class DocumentCrashIT {

    private static final int CLIENTS = 4;
    private static final int ENOUGH = 12;

    @Autowired
    Databases databases;

    TestDatabase database;
    Path directory;

    @BeforeEach
    void aDatabase() {
        database = databases.empty("documents");
        directory = Path.of("target", "crash", Cuid.next()).toAbsolutePath();
    }

    @AfterEach
    void itIsDropped() {
        database.close();
    }

    private Node start(String name, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(database.settings());
        environment.put("ENLIST_DATA_DIR", directory.resolve("data").toString());
        environment.putAll(more);
        return Node.start(directory, name, environment).untilReady();
    }

    private static World world(Node node) {
        return new World(new WorkspaceRef("", ""), node.api());
    }

    /** 700 kB in three chunks, of which each differs by its number. */
    private static byte[] content(int number) {
        byte[] content = Arrays.copyOf(Uploads.aPdf("Bill " + number), 700_000);
        Arrays.fill(content, 400_000, 700_000, (byte) ('a' + number % 26));
        return content;
    }

    private static String add(Node node, String enrollment, byte[] content) {
        return new Uploads(node.api())
                .send(enrollment, Uploads.Part.file("bill.pdf", "application/pdf", content))
                .created()
                .path("id")
                .asText();
    }

    private static byte[] read(Node node, String enrollment, String document) {
        try {
            return java.net.http.HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(java.net.URI.create(
                                            node.url() + "/enrollments/" + enrollment + "/documents/" + document))
                                    .header("Authorization", "Bearer " + Node.KEY)
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDocumentIsWholeOrAbsentAndNoContentRemainsWithoutIt() throws InterruptedException {
        Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
        Node node = start("database-0", Map.of("ENLIST_DOCUMENTS_MAXOTHER", "1000"));
        String enrollment;
        try {
            enrollment = world(node).eligibleEnrollment(world(node).instance());
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            for (int client = 0; client < CLIENTS; client++) {
                int first = client * 1000;
                Node target = node;
                clients.submit(() -> addUntilItBreaks(target, enrollment, first, acknowledged));
            }
            Await.until("enough documents", () -> acknowledged.size() >= ENOUGH, node::output);
            node.kill();
            clients.shutdown();
            assertThat(clients.awaitTermination(90, TimeUnit.SECONDS)).isTrue();

            node = start("database-1", Map.of());

            for (Map.Entry<String, Integer> document : acknowledged.entrySet()) {
                assertThat(read(node, enrollment, document.getKey())).isEqualTo(content(document.getValue()));
            }
            assertThat(database.count("select count(*) from document")).isGreaterThanOrEqualTo(acknowledged.size());
            assertEachIsWhole();
            PlantedFault.failsBy(
                    database.dataSource(),
                    "delete from document_chunk where ctid = (select ctid from document_chunk limit 1)",
                    this::assertEachIsWhole,
                    "documents of which a part is missing");
            PlantedFault.failsBy(
                    database.dataSource(),
                    "delete from document where id = (select id from document limit 1)",
                    this::assertEachIsWhole,
                    "content without a document");
        } finally {
            node.close();
        }
    }

    private void assertEachIsWhole() {
        assertThat(database.count("""
                        select count(*) from document d
                        where d.size <> (select coalesce(sum(length(c.content)), 0) from document_chunk c
                                         where c.document_id = d.id)
                        """))
                .as("documents of which a part is missing")
                .isZero();
        assertThat(database.count("select count(*) from document_chunk c"
                        + " where not exists (select 1 from document d where d.id = c.document_id)"))
                .as("content without a document")
                .isZero();
    }

    private static void addUntilItBreaks(Node node, String enrollment, int first, Map<String, Integer> acknowledged) {
        try {
            for (int number = first; true; number++) {
                acknowledged.put(add(node, enrollment, content(number)), number);
            }
        } catch (RuntimeException | AssertionError gone) {
            // the node was killed during the request; its earlier answers count
        }
    }

    @Test
    void anObjectThatWasStoredBeforeItsRowAndOneThatWasToBeDeletedAreSettledAfterTheCrash() throws IOException {
        AtomicReference<Node> node = new AtomicReference<>();
        try (FakeS3 s3 = new FakeS3()) {
            DocumentProperties.S3 settings = s3.settings();
            Map<String, String> storage = Map.of(
                    "ENLIST_DOCUMENTS_STORAGE", "s3",
                    "ENLIST_DOCUMENTS_S3_BUCKET", settings.bucket(),
                    "ENLIST_DOCUMENTS_S3_REGION", settings.region(),
                    "ENLIST_DOCUMENTS_S3_ENDPOINT", String.valueOf(settings.endpoint()),
                    "ENLIST_DOCUMENTS_S3_PATHSTYLE", "true",
                    "ENLIST_DOCUMENTS_S3_ACCESSKEY", String.valueOf(settings.accessKey()),
                    "ENLIST_DOCUMENTS_S3_SECRETKEY", String.valueOf(settings.secretKey()));
            node.set(start("s3-0", storage));
            String enrollment =
                    world(node.get()).eligibleEnrollment(world(node.get()).instance());
            s3.onceStored(() -> node.get().kill());
            String document = add(node.get(), enrollment, content(1));
            Await.until(
                    "the object is stored and the node killed",
                    () -> !s3.objects.isEmpty() && !node.get().isAlive());
            assertThat(database.count("select count(*) from document where moved_at is null"))
                    .as("killed between the object and its row")
                    .isEqualTo(1);

            node.set(start("s3-1", storage));

            assertThat(read(node.get(), enrollment, document)).isEqualTo(content(1));
            Await.until(
                    "the content has moved",
                    () -> database.count("select count(*) from document_chunk") == 0,
                    node.get()::output);
            assertThat(read(node.get(), enrollment, document)).isEqualTo(content(1));
            assertThat(s3.objects).hasSize(1);

            s3.onceDeleted(() -> node.get().kill());
            node.get()
                    .api()
                    .delete("/enrollments/" + enrollment + "/documents/" + document)
                    .expect(204);
            Await.until(
                    "the node is killed before the deletion", () -> !node.get().isAlive());

            node.set(start("s3-2", storage));

            Await.until("no object remains", s3.objects::isEmpty, node.get()::output);
            Await.until(
                    "nothing remains to be deleted",
                    () -> database.count("select count(*) from document_removal") == 0,
                    node.get()::output);
        } finally {
            if (node.get() != null) {
                node.get().close();
            }
        }
    }
}
