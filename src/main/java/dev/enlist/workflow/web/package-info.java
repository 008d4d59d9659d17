/** The API of workflows. */
@NullMarked
package dev.enlist.workflow.web;

import org.jspecify.annotations.NullMarked;
