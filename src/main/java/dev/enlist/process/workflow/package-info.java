/** What compiled workflows run: their delegates and listeners, their deployment and their migration. */
@NullMarked
package dev.enlist.process.workflow;

import org.jspecify.annotations.NullMarked;
