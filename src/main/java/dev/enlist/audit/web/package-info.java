/** The trail on the wire, and the filter that notes where a request comes from. */
@NullMarked
package dev.enlist.audit.web;

import org.jspecify.annotations.NullMarked;
