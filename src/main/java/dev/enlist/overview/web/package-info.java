/** HTTP of the overview. */
@NullMarked
package dev.enlist.overview.web;

import org.jspecify.annotations.NullMarked;
