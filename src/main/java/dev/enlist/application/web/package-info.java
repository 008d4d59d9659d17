/** The public pages of applications under {@code /apply/{path}}. */
@NullMarked
package dev.enlist.application.web;

import org.jspecify.annotations.NullMarked;
