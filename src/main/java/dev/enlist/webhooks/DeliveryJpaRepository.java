package dev.enlist.webhooks;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.repository.Repository;

interface DeliveryJpaRepository extends Repository<Delivery, String>, JpaSpecificationExecutor<Delivery> {

    Optional<Delivery> findByIdAndWebhookId(String id, String webhookId);
}
