/** HTTP of the search. */
@NullMarked
package dev.enlist.search.web;

import org.jspecify.annotations.NullMarked;
