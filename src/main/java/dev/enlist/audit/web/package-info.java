/** HTTP endpoints of the audit trail, and the filter that records the origin of a request. */
@NullMarked
package dev.enlist.audit.web;

import org.jspecify.annotations.NullMarked;
