package dev.enlist.bulk.file;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Streams the rows of a file. Has at most one row in memory. */
public interface RowReader extends Iterator<RawRow> {

    /** The names of the columns as sent; null for NDJSON, whose rows name their members. */
    @Nullable
    List<String> header();

    /** The delimiter between cells; null for NDJSON. */
    @Nullable
    Character delimiter();
}
