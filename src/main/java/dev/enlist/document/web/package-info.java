/** Documents over REST. */
@NullMarked
package dev.enlist.document.web;

import org.jspecify.annotations.NullMarked;
