package dev.enlist.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.enlist.intake.file.ColumnMapping;
import dev.enlist.intake.file.CsvRowReader;
import dev.enlist.intake.file.EncodingDetector;
import dev.enlist.intake.file.NdjsonRowReader;
import dev.enlist.intake.file.RawRow;
import dev.enlist.intake.file.RowReader;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.problem.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
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
 * Takes a file as it comes and puts its rows where every node finds them, some at a time and each time for good: a
 * transaction as long as an upload would keep readers of the events waiting. Rows about one person or application go
 * into one lane ({@link RowPartitioner}), so that lanes can be processed in parallel, and the later of two rows about
 * one person still comes later.
 */
@Component
class ImportUpload {

    static final int PARALLEL_LANES = 4;

    /** With the one that begins when the others have ended. */
    private static final int LANES = PARALLEL_LANES + 1;

    /** The number that suits the engine best. */
    static final int CHUNK_ROWS = 100;

    private static final int CHUNK_CHARACTERS = 1 << 19;
    private static final int WRITTEN_AT_ONCE = 16;
    private static final String EMAIL = "email";
    private static final String REFERENCE = "referenceId";
    private static final List<String> KEYS = List.of("customerId", "leadId", "enrollmentId", EMAIL, REFERENCE);
    private static final ObjectMapper JSON = new JsonMapper();

    private final ImportRepository store;
    private final TransactionTemplate transaction;

    ImportUpload(ImportRepository store, PlatformTransactionManager transactions) {
        this.store = store;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What arrived: the columns as they are understood, and how many rows and chunks there are. */
    record Received(int rows, int[] chunks) {}

    /** Opens the file far enough to know its columns. */
    static RowReader open(InputStream body, ImportOptions manner, String[] charset) throws IOException {
        EncodingDetector.Decoded text = EncodingDetector.decode(body, manner.charset());
        charset[0] = text.name();
        return manner.format() == ImportOptions.Format.CSV
                ? new CsvRowReader(text.reader(), manner.delimiter())
                : new NdjsonRowReader(text.reader());
    }

    static @Nullable ColumnMapping columns(RowReader rows, ImportOptions manner) {
        List<String> header = rows.header();
        Map<String, @Nullable String> said = manner.mapping();
        if (header == null) {
            if (said != null) {
                throw new InvalidInput("/mapping", "is for CSV; rows of NDJSON name their members themselves");
            }
            return null;
        }
        return said == null ? ColumnMapping.guess(header) : ColumnMapping.given(header, said);
    }

    /** Stores all rows. Whatever goes wrong, nothing of them stays behind. */
    Received store(String id, RowReader rows, @Nullable ColumnMapping columns) {
        Filling filling = new Filling(id, columns);
        try {
            while (rows.hasNext()) {
                filling.add(rows.next());
            }
            filling.close();
        } catch (RuntimeException e) {
            transaction.executeWithoutResult(status -> store.delete(id));
            throw e;
        }
        return new Received(filling.total, filling.numbers);
    }

    /** Rows on their way into their lanes. */
    private final class Filling {

        private final String id;
        private final @Nullable ColumnMapping columns;
        private final Map<String, Integer> places = new HashMap<>();
        private final RowPartitioner partitioner = new RowPartitioner(PARALLEL_LANES);
        private final List<List<RawRow>> lanes = new ArrayList<>();
        private final int[] characters = new int[LANES];
        private final int[] numbers = new int[LANES];
        private final List<ImportRepository.Chunk> full = new ArrayList<>();
        private int total;

        Filling(String id, @Nullable ColumnMapping columns) {
            this.id = id;
            this.columns = columns;
            for (String name : KEYS) {
                int place = columns == null ? -1 : columns.members().indexOf(name);
                if (place >= 0) {
                    places.put(name, place);
                }
            }
            for (int lane = 0; lane < LANES; lane++) {
                lanes.add(new ArrayList<>());
            }
        }

        void add(RawRow row) {
            total++;
            int lane = lane(row);
            lanes.get(lane).add(row);
            characters[lane] += row.cells().stream().mapToInt(String::length).sum();
            if (lanes.get(lane).size() == CHUNK_ROWS || characters[lane] > CHUNK_CHARACTERS) {
                close(lane);
                if (full.size() >= WRITTEN_AT_ONCE) {
                    write();
                }
            }
        }

        /** In the order in which the pipeline looks at them: the first that is there identifies the person. */
        private int lane(RawRow row) {
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
            return partitioner.lane(kind, keys);
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
                // refused when its turn comes
                return name -> "";
            }
        }

        private void close(int lane) {
            if (!lanes.get(lane).isEmpty()) {
                full.add(new ImportRepository.Chunk(lane, ++numbers[lane], RowCodec.write(lanes.get(lane))));
                lanes.get(lane).clear();
                characters[lane] = 0;
            }
        }

        private void write() {
            transaction.executeWithoutResult(status -> store.insertChunks(id, full, total));
            full.clear();
        }

        void close() {
            for (int lane = 0; lane < LANES; lane++) {
                close(lane);
            }
            write();
        }
    }
}
