/** Work in the background: threads that survive failures, and a health check that sees one that stands still. */
@NullMarked
package dev.enlist.shared.work;

import org.jspecify.annotations.NullMarked;
