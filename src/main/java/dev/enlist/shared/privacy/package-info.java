/** The contract of each module that stores personal data: export and erasure. */
@NullMarked
package dev.enlist.shared.privacy;

import org.jspecify.annotations.NullMarked;
