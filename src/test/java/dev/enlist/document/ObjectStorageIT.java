package dev.enlist.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Uploads;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Content moves to the object storage and leaves it with its document, also where the storage or the node fails. */
@EnlistIT
class ObjectStorageIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    ApplicationContext context;

    FakeS3 s3;
    ObjectStorage storage;
    DocumentFixture fixture;
    DocumentService service;
    World world;
    String enrollment;
    byte[] content;

    @BeforeEach
    void aBucket() throws IOException {
        s3 = new FakeS3();
        storage = s3.client();
        fixture = DocumentFixture.of(context);
        service = fixture.service(context.getBean(VirusScanner.class), Optional.of(storage));
        world = worlds.organization();
        enrollment = world.eligibleEnrollment(world.instance());
        content = Arrays.copyOf(Uploads.aPdf("x"), 700_000);
    }

    @AfterEach
    void theStorageEnds() {
        s3.close();
    }

    private int chunks() {
        return owner.sql("select count(*)::int from document_chunk where workspace_id = ?")
                .param(world.workspace().workspaceId())
                .query(Integer.class)
                .single();
    }

    private Document add() {
        return DocumentFixture.add(world, service, enrollment, "a.pdf", content);
    }

    private byte[] read(Document document, long position) {
        return world.in(() -> {
            try (InputStream in =
                    service.open(enrollment, document.getId()).source().open(position)) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private String key(Document document) {
        return world.workspace().workspaceId() + "/" + document.getId();
    }

    @Test
    void contentMovesAndIsReadFromThere() {
        Document document = add();
        assertThat(chunks()).isEqualTo(3);
        assertThat(read(document, 0)).isEqualTo(content);

        assertThat(world.in(fixture.transferJob(storage)::runChunk).hasMore()).isTrue();

        assertThat(chunks()).isZero();
        assertThat(s3.objects.get(key(document))).isEqualTo(content);
        assertThat(read(document, 0)).isEqualTo(content);
        assertThat(read(document, 699_000)).isEqualTo(Arrays.copyOfRange(content, 699_000, 700_000));
        assertThat(world.in(fixture.transferJob(storage)::runChunk).hasMore()).isFalse();
    }

    @Test
    void aDeletedDocumentAndAnErasedEnrollmentTakeTheirObjectsAlong() {
        Document deleted = add();
        Document erased = add();
        world.in(fixture.transferJob(storage)::runChunk);
        world.in(fixture.transferJob(storage)::runChunk);
        assertThat(s3.objects).containsOnlyKeys(key(deleted), key(erased));

        world.api()
                .delete("/enrollments/" + enrollment + "/documents/" + deleted.getId())
                .expect(204);
        world.in(fixture.removalJob(storage)::runChunk);
        assertThat(s3.objects).containsOnlyKeys(key(erased));

        world.api().delete("/enrollments/" + enrollment).expect(204);
        s3.down(true);
        assertThat(world.in(fixture.removalJob(storage)::runChunk).next()).isPresent();
        s3.down(false);
        owner.template().update("update document_removal set due_at = now()");
        world.in(fixture.removalJob(storage)::runChunk);
        assertThat(s3.objects).isEmpty();
        assertThat(world.in(fixture.removalJob(storage)::runChunk).next()).isEmpty();
    }

    @Test
    void whileTheStorageIsDownNothingIsLost() {
        s3.down(true);
        Document document = add();
        assertThat(world.in(fixture.transferJob(storage)::runChunk).next()).isPresent();
        assertThat(read(document, 0)).isEqualTo(content);
        s3.down(false);
        world.in(fixture.transferJob(storage)::runChunk);
        assertThat(chunks()).isZero();
    }

    @Test
    void aStorageThatAcceptsAndNeverAnswersDelaysWorkByItsTimeout() {
        Document stored = add();
        world.in(fixture.transferJob(storage)::runChunk);
        Document first = add();
        Document second = add();
        world.api()
                .delete("/enrollments/" + enrollment + "/documents/" + first.getId())
                .expect(204);
        world.api()
                .delete("/enrollments/" + enrollment + "/documents/" + second.getId())
                .expect(204);
        Document waiting = add();
        Duration read = Duration.ofMillis(300);
        ObjectStorage hanging = new S3ObjectStorage(s3.settings(), read);
        s3.silent(true);
        int before = s3.calls();
        long began = System.nanoTime();

        assertThat(world.in(fixture.transferJob(hanging)::runChunk).next()).isPresent();
        assertThat(s3.calls() - before).as("attempts to move one").isEqualTo(2);
        assertThat(world.in(fixture.removalJob(hanging)::runChunk).next()).isPresent();
        assertThat(s3.calls() - before).as("attempts to delete two").isEqualTo(4);
        assertThatThrownBy(() -> hanging.read(key(stored), 0)).isInstanceOf(IOException.class);
        assertThat(hanging.isReachable()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("six attempts of 0.3 s, and one of 2 s")
                .isLessThan(Duration.ofSeconds(15));

        assertThat(read(waiting, 0)).as("not moved yet").isEqualTo(content);
        s3.silent(false);
        assertThat(hanging.isReachable()).isTrue();
        assertThat(read(stored, 0)).isEqualTo(content);
        owner.template().update("update document_removal set due_at = now()");
        world.in(fixture.transferJob(hanging)::runChunk);
        world.in(fixture.removalJob(hanging)::runChunk);
        assertThat(s3.objects).containsOnlyKeys(key(stored), key(waiting));
    }

    /** A node died after it had written the object: the document is deleted before another one moves it again. */
    @Test
    void anObjectThatWasWrittenButNotNotedIsRemovedToo() throws IOException {
        Document document = add();
        storage.put(key(document), content.length, "application/pdf", () -> new ByteArrayInputStream(content));
        world.api()
                .delete("/enrollments/" + enrollment + "/documents/" + document.getId())
                .expect(204);
        world.in(fixture.removalJob(storage)::runChunk);
        assertThat(s3.objects).isEmpty();
    }

    @Test
    void aWrongSecretIsAFailureOfTheStorage() {
        ObjectStorage stranger = new S3ObjectStorage(s3.settings("another secret"));
        assertThatThrownBy(() -> stranger.put("a", 1, "text/plain", () -> new ByteArrayInputStream(new byte[1])))
                .isInstanceOf(IOException.class);
        assertThat(s3.objects).isEmpty();
    }
}
