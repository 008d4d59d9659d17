package dev.enlist.reporting;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report as one flat table, for spreadsheets. */
public interface ReportTable {

    /** Of the file. */
    String tableName();

    List<String> columns();

    /** In the order of the columns. */
    List<List<@Nullable Object>> rows();
}
