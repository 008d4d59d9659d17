/** What an attacker would try against the engine and what stands around it, one after the other. */
package dev.enlist.process.attack;
