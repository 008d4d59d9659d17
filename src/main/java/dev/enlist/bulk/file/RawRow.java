package dev.enlist.bulk.file;

import java.util.List;

/**
 * A row as sent.
 *
 * @param number of the row, from 1, without the header
 * @param line   of the file on which the row starts, from 1
 * @param cells  of a CSV row; for NDJSON the line as the only cell
 */
public record RawRow(int number, long line, List<String> cells) {}
