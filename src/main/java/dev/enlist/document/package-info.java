/** Documents of enrollments: upload, content check, scan, storage, download. */
@NullMarked
@ApplicationModule(
        displayName = "Documents",
        allowedDependencies = {"shared", "tenancy", "jobs", "program", "form", "enrollment"})
package dev.enlist.document;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
