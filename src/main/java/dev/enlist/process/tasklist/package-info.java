/** Tasklist, Cockpit and Admin for the people of our workspaces: who they are, what they see, what their forms show. */
@NullMarked
package dev.enlist.process.tasklist;

import org.jspecify.annotations.NullMarked;
