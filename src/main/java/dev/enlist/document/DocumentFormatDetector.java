package dev.enlist.document;

import dev.enlist.shared.TemporaryFile;
import dev.enlist.shared.validation.TextCharacters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Detects the format of a document from its content. The name and the media type that the client sent are only compared
 * with it; of texts they tell a table (CSV) from another text, which the content does not.
 */
@Component
class DocumentFormatDetector {

    /** Bytes at the beginning in which formats have their signature. */
    private static final int SIGNATURE_BYTES = 65_536;

    private static final int BUFFER = 65_536;
    private static final String UNKNOWN = "application/octet-stream";

    private final MimeTypes types = MimeTypes.getDefaultMimeTypes();

    /**
     * @param fileName as the client sent it
     * @param declared media type as the client sent it, without parameters; null for none
     * @throws DocumentRefused {@code document-type-not-supported}, {@code document-type-mismatch}
     */
    DocumentFormat detect(TemporaryFile file, String fileName, @Nullable String declared) throws IOException {
        String found = types.detect(new ByteArrayInputStream(file.read(0, SIGNATURE_BYTES)), new Metadata())
                .getBaseType()
                .toString();
        Optional<DocumentFormat> format =
                switch (found) {
                    case "application/pdf" -> Optional.of(DocumentFormat.PDF);
                    case "image/jpeg" -> Optional.of(DocumentFormat.JPEG);
                    case "image/png" -> Optional.of(DocumentFormat.PNG);
                    case "image/heic", "image/heif" -> Optional.of(DocumentFormat.HEIC);
                    case "application/zip", "application/x-tika-ooxml" -> OfficeContainerReader.format(file);
                    case "text/plain" -> isText(file) ? Optional.of(text(fileName, declared)) : Optional.empty();
                    default -> Optional.empty();
                };
        DocumentFormat detected = format.orElseThrow(() -> DocumentRefused.notSupported(found));
        requireHonest(detected, fileName, declared);
        return detected;
    }

    private static DocumentFormat text(String fileName, @Nullable String declared) {
        boolean table = "text/csv".equals(declared)
                || DocumentFormat.extension(fileName).equals("csv");
        return table ? DocumentFormat.CSV : DocumentFormat.TXT;
    }

    /** Browsers guess the media type from the extension, so photos of another image format are not held against them. */
    private static void requireHonest(DocumentFormat detected, String fileName, @Nullable String declared) {
        if (declared != null && !declared.equals(UNKNOWN) && !detected.isNamed(declared)) {
            boolean areImages = detected.isImage()
                    && DocumentFormat.ofMediaType(declared)
                            .filter(DocumentFormat::isImage)
                            .isPresent();
            if (!areImages) {
                throw DocumentRefused.mismatch("The media type " + TextCharacters.first(declared, 100), detected);
            }
        }
        Optional<DocumentFormat> named = DocumentFormat.ofExtension(fileName);
        if (named.isPresent() && named.get() != detected && !(named.get().isImage() && detected.isImage())) {
            throw DocumentRefused.mismatch(
                    "The file name with the extension ." + DocumentFormat.extension(fileName), detected);
        }
    }

    /** Whether the content has no control characters but tabs and line ends. */
    private static boolean isText(TemporaryFile file) throws IOException {
        try (InputStream content = file.newInputStream()) {
            byte[] buffer = new byte[BUFFER];
            for (int got = content.read(buffer); got > 0; got = content.read(buffer)) {
                for (int i = 0; i < got; i++) {
                    byte b = buffer[i];
                    if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' || b == 0x7f) {
                        return false;
                    }
                }
            }
            return true;
        }
    }
}
