/** Decision tables as Excel workbooks: one sheet a table, written from DMN and read back into it. */
@NullMarked
package dev.enlist.eligibility.workbook;

import org.jspecify.annotations.NullMarked;
