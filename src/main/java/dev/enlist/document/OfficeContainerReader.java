package dev.enlist.document;

import dev.enlist.shared.TemporaryFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Tells Word and Excel documents from other ZIP archives by the content types that they declare. Reads the directory of
 * the archive, and unpacks only the one entry {@code [Content_Types].xml}, up to a limit: an archive that is built to be
 * huge when unpacked costs no more than another.
 *
 * <p>Refuses archives that are dangerous for the person who opens them: with macros, with more than
 * {@value #MAX_UNPACKED_BYTES} bytes by their directory, or with entries that unpack to more than
 * {@value #MAX_RATIO} times their size.
 */
final class OfficeContainerReader {

    static final long MAX_UNPACKED_BYTES = 512L << 20;
    static final int MAX_ENTRIES = 10_000;
    static final int MAX_RATIO = 1_000;

    /** An office suite writes some 5 kB. */
    private static final int MAX_TYPES_BYTES = 1 << 20;

    private static final int MAX_DIRECTORY_BYTES = 2 << 20;

    private static final String TYPES = "[Content_Types].xml";
    private static final String WORD =
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    private static final String EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    private static final String MACROS = "vbaProject";

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT_BYTES = 65_535;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ENCRYPTED = 1;

    private OfficeContainerReader() {}

    private record Entry(int flags, int method, long packed, long unpacked, long offset) {}

    /** @return empty for any other archive, and for a file that is no well-formed archive */
    static Optional<DocumentFormat> format(TemporaryFile file) throws IOException {
        Optional<Entry> types = contentTypesEntry(file);
        if (types.isEmpty()) {
            return Optional.empty();
        }
        String declared = unpack(file, types.get());
        if (declared.contains(MACROS)) {
            return Optional.empty();
        }
        boolean word = declared.contains(WORD);
        boolean excel = declared.contains(EXCEL);
        if (word == excel) {
            return Optional.empty();
        }
        return Optional.of(word ? DocumentFormat.DOCX : DocumentFormat.XLSX);
    }

    /** The entry of the content types; empty where the directory is broken or exceeds a limit. */
    private static Optional<Entry> contentTypesEntry(TemporaryFile file) throws IOException {
        long tail = Math.max(0, file.size() - END_BYTES - MAX_COMMENT_BYTES);
        ByteBuffer end = buffer(file.read(tail, END_BYTES + MAX_COMMENT_BYTES));
        int at = end.limit() - END_BYTES;
        while (at >= 0 && end.getInt(at) != END_SIGNATURE) {
            at--;
        }
        if (at < 0) {
            return Optional.empty();
        }
        int entries = Short.toUnsignedInt(end.getShort(at + 10));
        long directorySize = Integer.toUnsignedLong(end.getInt(at + 12));
        long directoryOffset = Integer.toUnsignedLong(end.getInt(at + 16));
        if (entries > MAX_ENTRIES
                || directorySize > MAX_DIRECTORY_BYTES
                || directoryOffset + directorySize > file.size()) {
            return Optional.empty();
        }
        return find(buffer(file.read(directoryOffset, (int) directorySize)), entries);
    }

    private static Optional<Entry> find(ByteBuffer directory, int entries) {
        Entry types = null;
        long unpacked = 0;
        int at = 0;
        for (int i = 0; i < entries; i++) {
            if (at + ENTRY_BYTES > directory.limit() || directory.getInt(at) != ENTRY_SIGNATURE) {
                return Optional.empty();
            }
            Entry entry = new Entry(
                    Short.toUnsignedInt(directory.getShort(at + 8)),
                    Short.toUnsignedInt(directory.getShort(at + 10)),
                    Integer.toUnsignedLong(directory.getInt(at + 20)),
                    Integer.toUnsignedLong(directory.getInt(at + 24)),
                    Integer.toUnsignedLong(directory.getInt(at + 42)));
            int nameLength = Short.toUnsignedInt(directory.getShort(at + 28));
            int end = at + ENTRY_BYTES + nameLength;
            if (end > directory.limit()) {
                return Optional.empty();
            }
            String name = new String(directory.array(), at + ENTRY_BYTES, nameLength, StandardCharsets.UTF_8);
            unpacked += entry.unpacked();
            if (unpacked > MAX_UNPACKED_BYTES
                    || entry.unpacked() > (entry.packed() + 1) * MAX_RATIO
                    || name.contains(MACROS)) {
                return Optional.empty();
            }
            if (name.equals(TYPES)) {
                types = entry;
            }
            at = end
                    + Short.toUnsignedInt(directory.getShort(at + 30))
                    + Short.toUnsignedInt(directory.getShort(at + 32));
        }
        return Optional.ofNullable(types);
    }

    /** The text of an entry; empty where it cannot be unpacked or is longer than the limit. */
    private static String unpack(TemporaryFile file, Entry entry) throws IOException {
        ByteBuffer local = buffer(file.read(entry.offset(), LOCAL_BYTES));
        if (local.limit() < LOCAL_BYTES
                || local.getInt(0) != LOCAL_SIGNATURE
                || (entry.flags() & ENCRYPTED) != 0
                || entry.method() != STORED && entry.method() != DEFLATED) {
            return "";
        }
        long begin = entry.offset()
                + LOCAL_BYTES
                + Short.toUnsignedInt(local.getShort(26))
                + Short.toUnsignedInt(local.getShort(28));
        InputStream packed = file.newInputStream(begin, entry.packed());
        Inflater inflater = new Inflater(true);
        try {
            InputStream content = entry.method() == STORED ? packed : new InflaterInputStream(packed, inflater);
            byte[] unpacked = content.readNBytes(MAX_TYPES_BYTES + 1);
            return unpacked.length > MAX_TYPES_BYTES ? "" : new String(unpacked, StandardCharsets.UTF_8);
        } catch (java.util.zip.ZipException | java.io.EOFException damaged) {
            return "";
        } finally {
            inflater.end();
        }
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
