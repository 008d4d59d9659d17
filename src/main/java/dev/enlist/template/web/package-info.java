/** Templates and participant groups over REST. */
@NullMarked
package dev.enlist.template.web;

import org.jspecify.annotations.NullMarked;
