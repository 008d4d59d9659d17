/** What people click, in a real Chromium. */
package dev.enlist.browser;
