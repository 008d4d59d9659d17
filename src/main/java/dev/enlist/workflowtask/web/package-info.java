/** Workflow tasks over REST. */
@NullMarked
package dev.enlist.workflowtask.web;

import org.jspecify.annotations.NullMarked;
