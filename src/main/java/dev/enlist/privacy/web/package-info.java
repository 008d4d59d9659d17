/** The rights of people on the wire. */
@NullMarked
package dev.enlist.privacy.web;

import org.jspecify.annotations.NullMarked;
