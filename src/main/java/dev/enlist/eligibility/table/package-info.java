/** Decision tables evaluated column by column. */
@NullMarked
package dev.enlist.eligibility.table;

import org.jspecify.annotations.NullMarked;
