/** Constraints on what callers may send, as Bean Validation annotations. */
@NullMarked
package dev.enlist.shared.validation;

import org.jspecify.annotations.NullMarked;
