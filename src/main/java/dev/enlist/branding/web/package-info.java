/** HTTP operations of branding, and the logos and style sheets that pages and mails load. */
@NullMarked
package dev.enlist.branding.web;

import org.jspecify.annotations.NullMarked;
