/** People in programs: the enrollment, its statuses and who may move them, its history and decisions. */
@NullMarked
@ApplicationModule(
        displayName = "Enrollments",
        allowedDependencies = {
            "shared",
            "tenancy",
            "jobs",
            "customer",
            "program",
            "form",
            "capacity",
            "eligibility",
            "incentive",
            "analysis::explain"
        })
package dev.enlist.enrollment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
