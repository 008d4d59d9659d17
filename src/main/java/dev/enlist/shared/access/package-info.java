/** What may be allowed or refused: the scopes, and the mark that says which one an operation needs. */
@NullMarked
package dev.enlist.shared.access;

import org.jspecify.annotations.NullMarked;
