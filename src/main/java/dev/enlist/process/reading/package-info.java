/** What the engine reads of processes that wait: of many at once, where it would ask for each row by itself. */
@NullMarked
package dev.enlist.process.reading;

import org.jspecify.annotations.NullMarked;
