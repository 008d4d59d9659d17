package dev.enlist.reporting;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report as one flat table, for spreadsheets. */
public interface ReportTable {

    /** Name of the CSV file, without extension. */
    String tableName();

    List<String> columns();

    /** The rows, each with its values in the order of the columns. */
    List<List<@Nullable Object>> rows();
}
