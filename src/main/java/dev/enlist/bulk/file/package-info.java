/** Reads uploaded files: encoding, delimiter, columns and rows. */
@NullMarked
package dev.enlist.bulk.file;

import org.jspecify.annotations.NullMarked;
