/** Reads uploaded files: encoding, delimiter, columns and rows. */
@NullMarked
@NamedInterface("file")
package dev.enlist.bulk.file;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
