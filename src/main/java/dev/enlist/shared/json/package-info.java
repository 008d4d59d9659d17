/** Strict reading of JSON that callers send: request bodies, patches, rows of imports, configuration. */
@NullMarked
package dev.enlist.shared.json;

import org.jspecify.annotations.NullMarked;
