/** Tasklist and Cockpit for the members of a workspace: identity, permissions and form data. */
@NullMarked
package dev.enlist.process.tasklist;

import org.jspecify.annotations.NullMarked;
