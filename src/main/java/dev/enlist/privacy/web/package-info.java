/** Data subject rights over HTTP. */
@NullMarked
package dev.enlist.privacy.web;

import org.jspecify.annotations.NullMarked;
