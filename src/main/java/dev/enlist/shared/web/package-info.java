/** What every controller needs: strict JSON bodies, problem answers, pages, entity tags. */
@NullMarked
package dev.enlist.shared.web;

import org.jspecify.annotations.NullMarked;
