/** Security filters, security chains and the HTTP endpoints of access. */
@NullMarked
package dev.enlist.access.web;

import org.jspecify.annotations.NullMarked;
