/** Checks of the dependencies and of the change to another engine; {@code bin/check-dependencies} runs a class of it. */
@NullMarked
package dev.enlist.dependencies;

import org.jspecify.annotations.NullMarked;
