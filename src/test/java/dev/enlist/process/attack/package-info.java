/** Attacks on the engine and on the barriers around it, one after the other. */
package dev.enlist.process.attack;
