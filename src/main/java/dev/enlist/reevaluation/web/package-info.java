/** Re-evaluations over HTTP. */
@NullMarked
package dev.enlist.reevaluation.web;

import org.jspecify.annotations.NullMarked;
