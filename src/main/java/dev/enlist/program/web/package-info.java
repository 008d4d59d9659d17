/** Programs and program instances over REST. */
@NullMarked
package dev.enlist.program.web;

import org.jspecify.annotations.NullMarked;
