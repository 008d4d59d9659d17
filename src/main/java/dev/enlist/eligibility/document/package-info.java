/** Decision tables as documents: how DMN is decoded, checked against its schema, and read. */
@NullMarked
@NamedInterface("document")
package dev.enlist.eligibility.document;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
