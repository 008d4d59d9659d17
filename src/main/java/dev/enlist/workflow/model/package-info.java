/** The document of a workflow: parser with an allow-list, check, comparison, and compiler to the model that the engine runs. */
@NullMarked
@NamedInterface("model")
package dev.enlist.workflow.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
