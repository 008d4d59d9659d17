/** Enlist: each package below is a room of the house and says what it holds and which others it may use. */
@NullMarked
package dev.enlist;

import org.jspecify.annotations.NullMarked;
