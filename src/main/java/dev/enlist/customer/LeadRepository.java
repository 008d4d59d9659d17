package dev.enlist.customer;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The leads of the workspace in scope. */
interface LeadRepository extends JpaRepository<Lead, String>, JpaSpecificationExecutor<Lead> {

    @Query("from Lead l where l.id in :ids or l.emailKey in :emails or l.customerId in :customerIds order by l.id")
    List<Lead> ofPerson(Collection<String> ids, Collection<String> emails, Collection<String> customerIds);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Lead l where l.customerId = :customerId order by l.id")
    List<Lead> lockOfCustomer(String customerId);
}
