/** Leads and customers over REST. */
@NullMarked
package dev.enlist.customer.web;

import org.jspecify.annotations.NullMarked;
