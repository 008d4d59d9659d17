/** Activities over REST. */
@NullMarked
package dev.enlist.activity.web;

import org.jspecify.annotations.NullMarked;
