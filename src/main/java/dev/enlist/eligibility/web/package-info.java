/** Rule sets over REST. */
@NullMarked
package dev.enlist.eligibility.web;

import org.jspecify.annotations.NullMarked;
