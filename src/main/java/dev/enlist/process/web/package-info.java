/** HTTP of the processes. */
@NullMarked
package dev.enlist.process.web;

import org.jspecify.annotations.NullMarked;
