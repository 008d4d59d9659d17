/** The delegates of the models. Each calls one application service. */
@NullMarked
package dev.enlist.process.delegate;

import org.jspecify.annotations.NullMarked;
