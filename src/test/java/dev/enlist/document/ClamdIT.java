package dev.enlist.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.support.EnlistIT;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A document is read only after the scanner found it clean; while the scanner is away, uploads wait and are kept. */
@EnlistIT
class ClamdIT {

    private static final byte[] INFECTED = ("a " + FakeClamd.EICAR).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLEAN = "a clean text".getBytes(StandardCharsets.US_ASCII);

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    ApplicationContext context;

    FakeClamd clamd;
    VirusScanner scanner;
    DocumentFixture fixture;
    DocumentService service;
    World world;
    String enrollment;

    @BeforeEach
    void aScanner() throws IOException {
        clamd = new FakeClamd();
        scanner = new ClamdScanner(clamd.address(), Duration.ofSeconds(2));
        fixture = DocumentFixture.of(context);
        service = fixture.service(scanner, Optional.empty());
        world = worlds.organization();
        enrollment = world.eligibleEnrollment(world.instance());
    }

    @AfterEach
    void theScannerEnds() throws IOException {
        clamd.close();
    }

    private int rows(String table) {
        return owner.sql("select count(*)::int from " + table + " where workspace_id = ?")
                .param(world.workspace().workspaceId())
                .query(Integer.class)
                .single();
    }

    private Document add(byte[] content) {
        return DocumentFixture.add(world, service, enrollment, "a.txt", content);
    }

    private String path(Document document) {
        return "/enrollments/" + enrollment + "/documents/" + document.getId();
    }

    @Test
    void anInfectedUploadIsRefusedAndNotStored() {
        assertThatThrownBy(() -> add(INFECTED))
                .isInstanceOfSatisfying(
                        DocumentRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo("document-infected"));
        assertThat(rows("document")).isZero();
        assertThat(rows("document_chunk")).isZero();
        assertThat(add(CLEAN).status()).isEqualTo(DocumentStatus.AVAILABLE);
    }

    @Test
    void aCleanDocumentWaitsForAScannerThatIsAway() {
        clamd.failWith("INSTREAM: temporarily out of order ERROR");
        Document waiting = add(CLEAN);

        assertThat(waiting.status()).isEqualTo(DocumentStatus.SCANNING);
        world.api().get(path(waiting)).problem(409, "document-not-scanned");
        DocumentScanJob job = fixture.scanJob(scanner);
        world.in(job::runChunk);
        world.api().get(path(waiting)).problem(409, "document-not-scanned");

        clamd.failWith(null);
        owner.template().update("update document set scan_due_at = created_at where id = ?", waiting.getId());
        world.in(job::runChunk);
        assertThat(world.api().get(path(waiting)).expect(200).text()).isEqualTo("a clean text");
        assertThat(world.in(job::runChunk).next()).isEmpty();
    }

    @Test
    void aScannerThatAcceptsAndNeverAnswersDelaysAnUploadByItsTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            VirusScanner hanging = new ClamdScanner("127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(300));
            long began = System.nanoTime();
            Document waiting =
                    DocumentFixture.add(world, fixture.service(hanging, Optional.empty()), enrollment, "a.txt", CLEAN);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
            assertThat(waiting.status()).isEqualTo(DocumentStatus.SCANNING);
            world.in(fixture.scanJob(hanging)::runChunk);
            world.api().get(path(waiting)).problem(409, "document-not-scanned");

            // the control: with one that answers the same document is readable at once
            Document scanned = add(CLEAN);
            assertThat(scanned.status()).isEqualTo(DocumentStatus.AVAILABLE);
            world.api().get(path(scanned)).expect(200);
        }
    }

    @Test
    void anInfectedDocumentIsFoundLaterAndItsContentDeleted() throws IOException {
        clamd.close();
        Document waiting = add(INFECTED);
        assertThat(waiting.status()).isEqualTo(DocumentStatus.SCANNING);

        try (FakeClamd back = new FakeClamd()) {
            world.in(fixture.scanJob(new ClamdScanner(back.address(), Duration.ofSeconds(2)))::runChunk);
        }
        world.api().get(path(waiting)).problem(422, "document-infected");
        assertThat(rows("document_chunk")).isZero();
        assertThat(world.api()
                        .get("/enrollments/" + enrollment + "/documents")
                        .ok()
                        .at("/data/0/status")
                        .asText())
                .isEqualTo("infected");
        assertThat(world.api().get("/audit?perPage=500").ok().toString()).contains("document.scan");
    }

    @Test
    void withoutAScannerInTheSettingsNothingIsReleased() {
        clamd.failWith("ERROR");
        Document waiting = add(CLEAN);
        DocumentScanJob ofTheApplication = context.getBean(DocumentScanJob.class);
        world.in(ofTheApplication::runChunk);
        world.api().get(path(waiting)).problem(409, "document-not-scanned");
    }

    @Test
    void theAddressOfTheScannerIsChecked() {
        assertThatThrownBy(() -> new ClamdScanner("clamd", Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host:port");
    }
}
