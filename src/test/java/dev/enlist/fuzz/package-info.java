/** Random requests, made from the published documents: whatever a caller sends, the answer is one of the contract. */
package dev.enlist.fuzz;
