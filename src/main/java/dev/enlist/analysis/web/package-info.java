/** Checks, evaluations and replays over HTTP. */
@NullMarked
package dev.enlist.analysis.web;

import org.jspecify.annotations.NullMarked;
