package dev.enlist.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.shared.TemporaryFile;
import dev.enlist.support.Uploads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a document is, told from its bytes; what is broken on purpose costs nothing and is refused. */
class DocumentFormatDetectorTests {

    private static final String WORD =
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

    private final DocumentFormatDetector detector = new DocumentFormatDetector();

    private DocumentFormat detect(String name, byte[] content) throws IOException {
        try (TemporaryFile file = TemporaryFile.create()) {
            file.append(content, 0, content.length);
            return detector.detect(file, name, null);
        }
    }

    @Test
    void knownFormats() throws IOException {
        assertThat(detect("a", Uploads.aPdf("x"))).isEqualTo(DocumentFormat.PDF);
        assertThat(detect("a", Uploads.aPng())).isEqualTo(DocumentFormat.PNG);
        assertThat(detect("a", Uploads.aJpeg())).isEqualTo(DocumentFormat.JPEG);
        assertThat(detect("a", Uploads.aHeic())).isEqualTo(DocumentFormat.HEIC);
        assertThat(detect("a", Uploads.aDocx())).isEqualTo(DocumentFormat.DOCX);
        assertThat(detect("a", Uploads.anXlsx())).isEqualTo(DocumentFormat.XLSX);
        assertThat(detect("a.csv", "a,b\n".getBytes())).isEqualTo(DocumentFormat.CSV);
        assertThat(detect("a.log", "Zoë".getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(DocumentFormat.TXT);
    }

    @Test
    void aControlCharacterFarBehindIsNoText() {
        byte[] content = new byte[200_000];
        Arrays.fill(content, (byte) 'x');
        content[150_000] = 0;
        assertThatThrownBy(() -> detect("a.txt", content)).isInstanceOf(DocumentRefused.class);
    }

    @Test
    void archivesWithTooManyEntriesAreNotRead() {
        byte[] many = Uploads.office(
                WORD,
                IntStream.range(0, OfficeContainerReader.MAX_ENTRIES)
                        .mapToObj(i -> "word/" + i)
                        .toArray(String[]::new));
        assertThatThrownBy(() -> detect("a.docx", many)).isInstanceOf(DocumentRefused.class);
    }

    @Test
    void whateverIsBrokenInAnArchiveIsRefusedOrUnderstood() throws IOException {
        byte[] whole = Uploads.aDocx();
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] broken = whole.clone();
            for (int j = 0; j < 4; j++) {
                broken[4 + random.nextInt(broken.length - 4)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(detect("a.docx", broken)).isEqualTo(DocumentFormat.DOCX);
            } catch (DocumentRefused refused) {
                assertThat(refused.code()).startsWith("document-type-");
            }
        }
    }
}
