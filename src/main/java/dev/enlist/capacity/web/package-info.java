/** Capacity pools over HTTP. */
@NullMarked
package dev.enlist.capacity.web;

import org.jspecify.annotations.NullMarked;
