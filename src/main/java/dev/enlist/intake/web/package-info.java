/** Imports and bulk decisions over REST. */
@NullMarked
package dev.enlist.intake.web;

import org.jspecify.annotations.NullMarked;
