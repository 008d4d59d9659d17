/** Imports and bulk decisions over REST. */
@NullMarked
package dev.enlist.bulk.web;

import org.jspecify.annotations.NullMarked;
