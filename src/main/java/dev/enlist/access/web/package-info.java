/** The filters and chains that stand before every controller. */
@NullMarked
package dev.enlist.access.web;

import org.jspecify.annotations.NullMarked;
