/** Files as people have them: their encoding, their delimiter, their columns, their rows. */
@NullMarked
package dev.enlist.intake.file;

import org.jspecify.annotations.NullMarked;
