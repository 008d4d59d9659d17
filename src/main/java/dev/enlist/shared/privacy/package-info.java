/** What every room that holds something about people offers: to hand it out, and to erase it. */
@NullMarked
package dev.enlist.shared.privacy;

import org.jspecify.annotations.NullMarked;
