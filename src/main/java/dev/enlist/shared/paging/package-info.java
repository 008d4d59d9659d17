/** Pages of lists, by number and by key: what a caller asks for, how it is read from the database, how it is counted. */
@NullMarked
package dev.enlist.shared.paging;

import org.jspecify.annotations.NullMarked;
