/** Reads uploaded files: encoding, delimiter, columns and rows. */
@NullMarked
package dev.enlist.intake.file;

import org.jspecify.annotations.NullMarked;
