package dev.enlist.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.enlist.bulk.file.ColumnMapping;
import dev.enlist.bulk.file.ColumnVocabulary;
import dev.enlist.bulk.file.CsvRowReader;
import dev.enlist.bulk.file.EncodingDetector;
import dev.enlist.bulk.file.NdjsonRowReader;
import dev.enlist.bulk.file.RawRow;
import dev.enlist.bulk.file.RowReader;
import dev.enlist.bulk.file.XlsxRowReader;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.workbook.WorkbookInspector;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Streams an uploaded file into the database. Commits the rows in small batches, because a transaction as long as the
 * upload would block the readers of events. Rows about one person or application go into one partition
 * ({@link RowPartitioner}): partitions can be processed in parallel, and of two rows about one person the later one is
 * processed later.
 */
@Component
class ImportUpload {

    static final int PARALLEL_PARTITIONS = 4;

    /** Includes the partition that is processed after the others. */
    private static final int PARTITIONS = PARALLEL_PARTITIONS + 1;

    /** Rows per chunk. A power of two: the driver sends the rows of a table as one statement then, otherwise as several. */
    static final int CHUNK_ROWS = 128;

    private static final int SIGNATURE_BYTES = 8;
    private static final int CHUNK_CHARACTERS = 1 << 19;
    private static final int ROWS_PER_PAGE = 16;
    private static final String EMAIL = "email";
    private static final String REFERENCE = "referenceId";
    private static final List<String> KEYS =
            List.of("customerId", "leadId", "enrollmentId", "applicationNumber", EMAIL, REFERENCE);
    private static final ObjectMapper JSON = new JsonMapper();

    private final ImportRepository imports;
    private final ImportPartitionRepository partitionStore;
    private final TransactionTemplate transaction;

    ImportUpload(
            ImportRepository imports,
            ImportPartitionRepository partitionStore,
            PlatformTransactionManager transactions) {
        this.imports = imports;
        this.partitionStore = partitionStore;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * The number of received rows, and of chunks by partition.
     */
    record Received(int rows, int[] chunks) {}

    /**
     * Opens the file and reads the header.
     *
     * @param charset receives the name of the detected charset at index 0
     */
    static RowReader open(InputStream body, ImportOptions options, String[] charset) throws IOException {
        if (options.format() == ImportOptions.Format.XLSX) {
            charset[0] = StandardCharsets.UTF_8.name();
            return new XlsxRowReader(body, options.sheet());
        }
        EncodingDetector.Decoded text = EncodingDetector.decode(requireText(body), options.charset());
        charset[0] = text.name();
        return options.format() == ImportOptions.Format.CSV
                ? new CsvRowReader(text.reader(), options.delimiter())
                : new NdjsonRowReader(text.reader());
    }

    /** Refuses a workbook that is sent as text. */
    private static InputStream requireText(InputStream body) throws IOException {
        PushbackInputStream text = new PushbackInputStream(body, SIGNATURE_BYTES);
        byte[] start = text.readNBytes(SIGNATURE_BYTES);
        if (WorkbookInspector.isArchive(start) || WorkbookInspector.isOldOrEncrypted(start)) {
            throw new InvalidInput(
                    "",
                    "The file is a workbook, and was sent as text. Send it with the ending .xlsx, or with the content"
                            + " type of workbooks; save an old one (.xls) as .xlsx first.");
        }
        text.unread(start);
        return text;
    }

    static @Nullable ColumnMapping columns(RowReader rows, ImportOptions options, ColumnVocabulary vocabulary) {
        List<String> header = rows.header();
        Map<String, @Nullable String> mapping = options.mapping();
        if (header == null) {
            if (mapping != null) {
                throw new InvalidInput(
                        "/mapping",
                        "is for CSV and workbooks only; leave it out, because NDJSON rows name their members");
            }
            return null;
        }
        return ColumnMapping.given(header, mapping == null ? Map.of() : mapping, vocabulary);
    }

    /** Stores all rows. Deletes the import, including all stored rows, if that fails. */
    Received store(String id, RowReader rows, @Nullable ColumnMapping columns) {
        PartitionedWriter writer = new PartitionedWriter(id, columns);
        try {
            while (rows.hasNext()) {
                writer.add(rows.next());
            }
            writer.close();
        } catch (RuntimeException e) {
            transaction.executeWithoutResult(status -> imports.delete(id));
            throw e;
        }
        return new Received(writer.total, writer.numbers);
    }

    /** Collects rows by partition and writes them in chunks. */
    private final class PartitionedWriter {

        private final String id;
        private final @Nullable ColumnMapping columns;
        private final Map<String, Integer> places = new HashMap<>();
        private final RowPartitioner partitioner = new RowPartitioner(PARALLEL_PARTITIONS);
        private final List<List<RawRow>> partitions = new ArrayList<>();
        private final int[] characters = new int[PARTITIONS];
        private final int[] numbers = new int[PARTITIONS];
        private final List<ImportPartitionRepository.Chunk> full = new ArrayList<>();
        private int total;

        PartitionedWriter(String id, @Nullable ColumnMapping columns) {
            this.id = id;
            this.columns = columns;
            for (String name : KEYS) {
                int place = columns == null ? -1 : columns.members().indexOf(name);
                if (place >= 0) {
                    places.put(name, place);
                }
            }
            for (int partition = 0; partition < PARTITIONS; partition++) {
                partitions.add(new ArrayList<>());
            }
        }

        void add(RawRow row) {
            total++;
            int partition = partition(row);
            partitions.get(partition).add(row);
            characters[partition] +=
                    row.cells().stream().mapToInt(String::length).sum();
            if (partitions.get(partition).size() == CHUNK_ROWS || characters[partition] > CHUNK_CHARACTERS) {
                close(partition);
                if (full.size() >= ROWS_PER_PAGE) {
                    write();
                }
            }
        }

        /** Checks the keys in the order of the admission pipeline: the first key that is present identifies the person. */
        private int partition(RawRow row) {
            UnaryOperator<String> value = columns == null ? ofJson(row.cells().get(0)) : ofCsv(row.cells());
            String kind = null;
            List<String> keys = new ArrayList<>();
            for (String name : KEYS) {
                String key = value.apply(name);
                if (!key.isEmpty()) {
                    kind = kind == null && !name.equals(REFERENCE) ? name : kind;
                    keys.add(name + " " + (name.equals(EMAIL) ? EmailKey.of(key).value() : key));
                }
            }
            return partitioner.partition(kind, keys);
        }

        private UnaryOperator<String> ofCsv(List<String> cells) {
            return name -> {
                Integer place = places.get(name);
                return place == null || place >= cells.size()
                        ? ""
                        : cells.get(place).strip();
            };
        }

        private static UnaryOperator<String> ofJson(String line) {
            try {
                JsonNode row = JSON.readTree(line);
                return name -> row.path(name).asText();
            } catch (JsonProcessingException e) {
                // the row is refused when it is processed
                return name -> "";
            }
        }

        private void close(int partition) {
            if (!partitions.get(partition).isEmpty()) {
                full.add(new ImportPartitionRepository.Chunk(
                        partition, ++numbers[partition], RowCodec.write(partitions.get(partition))));
                partitions.get(partition).clear();
                characters[partition] = 0;
            }
        }

        private void write() {
            transaction.executeWithoutResult(status -> partitionStore.insertChunks(id, full, total));
            full.clear();
        }

        void close() {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                close(partition);
            }
            write();
        }
    }
}
