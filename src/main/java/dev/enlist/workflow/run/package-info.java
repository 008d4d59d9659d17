/** Runs of workflows: their steps, their results, and what the process needs to go on. */
@NullMarked
@NamedInterface("run")
package dev.enlist.workflow.run;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
