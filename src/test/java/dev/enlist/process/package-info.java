/** The processes at work, in the real engine: each path a story, and what must never happen in it. */
package dev.enlist.process;
