package dev.enlist.bulk.file;

import dev.enlist.shared.CsvHeaders;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.workbook.WorkbookInspector;
import dev.enlist.shared.workbook.WorkbookLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.jspecify.annotations.Nullable;

/**
 * Reads one sheet of a workbook (xlsx) as a spreadsheet would save it as CSV: the first row with content names the
 * columns, and each cell is the text of its value ({@link WorkbookCell}). Holds the file in a temporary file, which is
 * deleted when the reader is closed, and the shared texts of the workbook in memory, up to 32 MB.
 */
public final class XlsxRowReader implements RowReader {

    /** Bytes of the file; a CSV file may have any size. */
    static final long MOST_BYTES = 100_000_000;

    private static final WorkbookLimits LIMITS =
            new WorkbookLimits("the rows to import", 2_000, 1_000_000_000, 32_000_000);
    private static final int START = 8;
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final ReadableWorkbook workbook;
    private final Stream<Row> stream;
    private final Iterator<Row> rows;
    private final WorkbookCell cells;
    private final List<String> sheets;
    private final String sheet;
    private final List<String> header;
    private int number;
    private @Nullable RawRow next;

    /**
     * @param stated name of the sheet; null for the first visible one
     * @throws InvalidInput where the file is no workbook, is too large, or has no such sheet
     */
    public XlsxRowReader(InputStream body, @Nullable String stated) throws IOException {
        this.file = Files.createTempFile("enlist-", ".xlsx");
        ReadableWorkbook opened = null;
        try {
            receive(body);
            try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
                WorkbookInspector.requireBounded(zip, LIMITS);
            } catch (IOException e) {
                throw WorkbookInspector.notAWorkbook();
            }
            opened = read(() -> new ReadableWorkbook(file.toFile(), new ReadingOptions(true, true)));
            ReadableWorkbook readable = opened;
            List<Sheet> visible = read(() -> readable.getSheets()
                    .filter(each -> each.getVisibility() == SheetVisibility.VISIBLE)
                    .toList());
            this.sheets = visible.stream().map(Sheet::getName).toList();
            Sheet chosen = sheet(visible, stated);
            this.workbook = opened;
            this.sheet = chosen.getName();
            this.cells = new WorkbookCell(workbook.isDate1904());
            this.stream = read(chosen::openStream);
            this.rows = stream.iterator();
            this.header = readHeader();
        } catch (IOException | RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private void receive(InputStream body) throws IOException {
        byte[] start = body.readNBytes(START);
        if (WorkbookInspector.isOldOrEncrypted(start)) {
            throw new InvalidInput(
                    "",
                    "The file is a workbook in the old format .xls, or has a password; save it as .xlsx without one.");
        }
        if (!WorkbookInspector.isArchive(start)) {
            throw WorkbookInspector.notAWorkbook();
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(start);
            long total = start.length;
            byte[] buffer = new byte[BUFFER];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                total += read;
                if (total > MOST_BYTES) {
                    throw new InvalidInput(
                            "", "The workbook has more than 100 MB; save it as CSV, which may have any size.");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private static Sheet sheet(List<Sheet> visible, @Nullable String stated) {
        if (visible.isEmpty()) {
            throw new InvalidInput("", "The workbook has no visible sheet.");
        }
        if (stated == null) {
            return visible.get(0);
        }
        return visible.stream()
                .filter(each -> each.getName().equals(stated))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "/sheet",
                        "is not a sheet of this workbook; its sheets are "
                                + String.join(
                                        ", ",
                                        visible.stream().map(Sheet::getName).toList())));
    }

    private List<String> readHeader() {
        while (read(rows::hasNext)) {
            List<String> names = new ArrayList<>(texts(read(rows::next)).stream()
                    .map(RowDocumentBuilder::stripped)
                    .toList());
            while (!names.isEmpty() && names.get(names.size() - 1).isEmpty()) {
                names.remove(names.size() - 1);
            }
            if (!names.isEmpty()) {
                CsvHeaders.requireBounded(names);
                return List.copyOf(names);
            }
        }
        throw new InvalidInput(
                "", "The sheet \"" + sheet + "\" is empty: a row with the names of the columns is expected.");
    }

    /** Names of the visible sheets. */
    public List<String> sheets() {
        return sheets;
    }

    /** Name of the sheet that is read. */
    public String sheet() {
        return sheet;
    }

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    public @Nullable Character delimiter() {
        return null;
    }

    @Override
    public boolean hasNext() {
        while (next == null && read(rows::hasNext)) {
            Row row = read(rows::next);
            List<String> texts = new ArrayList<>(texts(row));
            if (texts.stream().anyMatch(text -> !text.isBlank())) {
                while (texts.size() > header.size()
                        && texts.get(texts.size() - 1).isBlank()) {
                    texts.remove(texts.size() - 1);
                }
                while (texts.size() < header.size()) {
                    texts.add("");
                }
                next = new RawRow(++number, row.getRowNum(), List.copyOf(texts));
            }
        }
        return next != null;
    }

    @Override
    public RawRow next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        RawRow row = next;
        next = null;
        return row;
    }

    private List<String> texts(Row row) {
        List<String> texts = new ArrayList<>();
        for (Cell cell : row) {
            texts.add(cell == null ? "" : read(() -> cells.text(cell)));
        }
        return texts;
    }

    @Override
    public void close() {
        try {
            stream.close();
            workbook.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The library throws exceptions of many kinds for a damaged file. */
    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (InvalidInput e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new InvalidInput(
                    "", "The file cannot be read as a workbook: save it as .xlsx in a spreadsheet and send it again.");
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }
}
