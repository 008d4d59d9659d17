/** What others build upon, written down and held to. */
@NullMarked
package dev.enlist.contract;

import org.jspecify.annotations.NullMarked;
