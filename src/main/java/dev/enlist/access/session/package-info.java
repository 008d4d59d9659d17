/** Sessions of people, stored in the database for all nodes. */
@NullMarked
package dev.enlist.access.session;

import org.jspecify.annotations.NullMarked;
