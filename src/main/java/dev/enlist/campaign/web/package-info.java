/** Campaigns over HTTP. */
@NullMarked
package dev.enlist.campaign.web;

import org.jspecify.annotations.NullMarked;
