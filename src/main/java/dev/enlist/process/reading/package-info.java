/** Reads of waiting processes in batches, where the engine would read each row separately. */
@NullMarked
package dev.enlist.process.reading;

import org.jspecify.annotations.NullMarked;
