/** HTTP of the payouts. */
@NullMarked
package dev.enlist.payout.web;

import org.jspecify.annotations.NullMarked;
