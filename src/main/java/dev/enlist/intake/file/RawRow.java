package dev.enlist.intake.file;

import java.util.List;

/**
 * A row as it was sent.
 *
 * @param number from 1, without the header
 * @param line   on which it begins, from 1
 * @param cells  of CSV; of NDJSON the line as one
 */
public record RawRow(int number, long line, List<String> cells) {}
