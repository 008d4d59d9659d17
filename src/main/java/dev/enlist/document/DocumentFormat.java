package dev.enlist.document;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats of documents that are accepted. */
public enum DocumentFormat {
    PDF("application/pdf", true, List.of("pdf"), List.of("application/x-pdf")),
    JPEG("image/jpeg", true, List.of("jpg", "jpeg"), List.of("image/jpg", "image/pjpeg")),
    PNG("image/png", true, List.of("png"), List.of("image/x-png")),
    HEIC("image/heic", false, List.of("heic", "heif"), List.of("image/heif")),
    TXT("text/plain", false, List.of("txt"), List.of()),
    // the spreadsheet of an office suite claims CSV for itself
    CSV("text/csv", false, List.of("csv"), List.of("application/csv", "application/vnd.ms-excel", "text/plain")),
    DOCX(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            false,
            List.of("docx"),
            List.of("application/zip")),
    XLSX(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            false,
            List.of("xlsx"),
            List.of("application/zip"));

    private final String mediaType;
    private final boolean shownInline;
    private final List<String> extensions;
    private final List<String> aliases;

    DocumentFormat(String mediaType, boolean shownInline, List<String> extensions, List<String> aliases) {
        this.mediaType = mediaType;
        this.shownInline = shownInline;
        this.extensions = extensions;
        this.aliases = aliases;
    }

    public String mediaType() {
        return mediaType;
    }

    /** Whether browsers show it in a page. */
    public boolean isShownInline() {
        return shownInline;
    }

    /** Whether clients name this format by a media type, possibly by one that other software made usual. */
    boolean isNamed(String declared) {
        return mediaType.equals(declared) || aliases.contains(declared);
    }

    /** A file name whose extension fits the format; the format's extension is appended where it does not. */
    String withExtension(String fileName) {
        return extensions.contains(extension(fileName)) ? fileName : fileName + "." + extensions.get(0);
    }

    /** Lower case; empty where the name has none. */
    static String extension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    static Optional<DocumentFormat> ofExtension(String fileName) {
        String extension = extension(fileName);
        return Arrays.stream(values())
                .filter(format -> format.extensions.contains(extension))
                .findFirst();
    }

    public static Optional<DocumentFormat> ofMediaType(String mediaType) {
        return Arrays.stream(values())
                .filter(format -> format.mediaType.equals(mediaType))
                .findFirst();
    }

    boolean isImage() {
        return mediaType.startsWith("image/");
    }

    /** For messages: {@code pdf, jpeg, png, …}. */
    static String names() {
        return Arrays.stream(values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
