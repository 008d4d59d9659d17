package dev.enlist.payout;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** The steps of payouts of the workspace in scope. */
interface PayoutChangeRepository extends JpaRepository<PayoutChange, String> {

    List<PayoutChange> findByPayoutIdOrderById(String payoutId);

    List<PayoutChange> findByPayoutIdInOrderById(Collection<String> payoutIds);
}
