package dev.enlist.intake.file;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a file, read as they come; never more than one is in memory. */
public interface RowReader extends Iterator<RawRow> {

    /** The names of the columns as they were sent; null where rows name their members themselves. */
    @Nullable
    List<String> header();

    /** What separates the cells; null where there are none. */
    @Nullable
    Character delimiter();
}
