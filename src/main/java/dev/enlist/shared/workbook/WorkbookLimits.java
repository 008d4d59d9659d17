package dev.enlist.shared.workbook;

/**
 * How large a workbook may be.
 *
 * @param content         what the workbook may contain, for the texts of refusals, such as "decision tables"
 * @param mostParts       files within the archive
 * @param mostBytes       unpacked, of all parts together
 * @param mostSharedBytes unpacked, of the texts that the sheets share; they are held in memory
 */
public record WorkbookLimits(String content, int mostParts, long mostBytes, long mostSharedBytes) {}
