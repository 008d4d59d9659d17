package dev.enlist.shared.workbook;

import dev.enlist.shared.problem.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Unpacks a workbook (xlsx) without keeping it and refuses it where reading it would cost far more than its size shows:
 * an archive that unpacks to too much, a part that declares a document type, and what {@link SheetMarkupInspector}
 * refuses. To be called before a library opens the file, because libraries hold texts, rows and attributes in memory.
 */
public final class WorkbookInspector {

    private static final int BUFFER = 1 << 16;
    private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

    private WorkbookInspector() {}

    /** Whether the file begins like an old workbook (.xls), or one with a password. */
    public static boolean isOldOrEncrypted(byte[] start) {
        for (int i = 0; i < OLE.length; i++) {
            if (start.length <= i || start[i] != OLE[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the file begins like an archive, which a workbook (xlsx) is. */
    public static boolean isArchive(byte[] start) {
        return start.length > 3 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
    }

    /** @throws InvalidInput where the archive is no workbook, or beyond a limit */
    public static void requireBounded(ZipFile zip, WorkbookLimits limits) {
        boolean isWorkbook = false;
        long total = 0;
        int parts = 0;
        try {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                isWorkbook |= entry.getName().equals("xl/workbook.xml");
                if (++parts > limits.mostParts()) {
                    throw new InvalidInput(
                            "",
                            "The file has more than " + limits.mostParts() + " parts; send a workbook of "
                                    + limits.content() + " only.");
                }
                total += inspect(zip, entry, total, limits);
            }
        } catch (InvalidInput e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // the library throws exceptions of many kinds for a damaged file
            throw notAWorkbook();
        }
        if (!isWorkbook) {
            throw notAWorkbook();
        }
    }

    /** For a file that is damaged or of another kind. */
    public static InvalidInput notAWorkbook() {
        return new InvalidInput(
                "", "The file is not a workbook in the format .xlsx; save it in this format and send it again.");
    }

    /** Returns the number of unpacked bytes. */
    private static long inspect(ZipFile zip, ZipArchiveEntry entry, long before, WorkbookLimits limits)
            throws IOException {
        SheetMarkupInspector markup = new SheetMarkupInspector();
        Boolean xml = null;
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        try (InputStream part = zip.getInputStream(entry)) {
            for (int read = part.read(buffer); read >= 0; read = part.read(buffer)) {
                bytes += read;
                if (before + bytes > limits.mostBytes()) {
                    throw new InvalidInput(
                            "",
                            "The file unpacks to more than " + limits.mostBytes() / 1_000_000
                                    + " MB; send a workbook of " + limits.content() + " only.");
                }
                xml = xml == null ? isMarkup(buffer, read) : xml;
                if (xml) {
                    markup.inspect(buffer, read);
                }
                if (markup.isSharedTexts() && bytes > limits.mostSharedBytes()) {
                    throw new InvalidInput(
                            "",
                            "The texts of the workbook take more than " + limits.mostSharedBytes() / 1_000_000
                                    + " MB; save it as CSV, or send it in parts.");
                }
            }
        }
        return bytes;
    }

    /** By content, because the archive itself names the part of each sheet. */
    private static boolean isMarkup(byte[] start, int length) {
        int at = length > 2 && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF ? 3 : 0;
        if (length > 1
                && (start[0] == (byte) 0xFF && start[1] == (byte) 0xFE
                        || start[0] == (byte) 0xFE && start[1] == (byte) 0xFF)) {
            return true; // UTF-16, whose zero bytes are refused
        }
        while (at < length && (start[at] == ' ' || start[at] == '\t' || start[at] == '\r' || start[at] == '\n')) {
            at++;
        }
        // blanks alone say nothing: such a part is inspected, too
        return at == length || start[at] == '<';
    }
}
