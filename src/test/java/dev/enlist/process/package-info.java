/** The processes in the real engine: each path as a scenario, with what must never happen in it. */
package dev.enlist.process;
