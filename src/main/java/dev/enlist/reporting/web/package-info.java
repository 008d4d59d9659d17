/** Reports over HTTP, as JSON or as a table. */
@NullMarked
package dev.enlist.reporting.web;

import org.jspecify.annotations.NullMarked;
