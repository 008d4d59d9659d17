/** The interfaces between the process and the module that hands request steps to other systems. */
@NullMarked
@NamedInterface("request")
package dev.enlist.workflow.request;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
