/** Payouts: what approved enrollments are due, the batches in which it goes to a bank, the bank's files and answers. */
@NullMarked
@ApplicationModule(
        displayName = "Payouts",
        allowedDependencies = {"shared", "tenancy", "customer", "capacity", "program", "enrollment", "activity"})
package dev.enlist.payout;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
