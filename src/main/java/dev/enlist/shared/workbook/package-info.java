/** Workbooks from outside: checked before a library opens them. */
@NullMarked
package dev.enlist.shared.workbook;

import org.jspecify.annotations.NullMarked;
