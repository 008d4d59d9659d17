/** What the models call: thin hands that pass the word to an application service. */
@NullMarked
package dev.enlist.process.delegate;

import org.jspecify.annotations.NullMarked;
