/** Decision tables evaluated column by column. */
@NullMarked
package dev.enlist.analysis.table;

import org.jspecify.annotations.NullMarked;
