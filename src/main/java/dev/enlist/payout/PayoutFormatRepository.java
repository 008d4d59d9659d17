package dev.enlist.payout;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

/** The formats of the workspace in scope. */
interface PayoutFormatRepository extends JpaRepository<PayoutFormat, String> {

    Optional<PayoutFormat> findByName(String name);
}
