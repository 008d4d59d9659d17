/** XML from outside: decoded as it declares itself, and read without opening anything but the document. */
@NullMarked
package dev.enlist.shared.xml;

import org.jspecify.annotations.NullMarked;
