package dev.enlist.customer;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Query;

/** The customers of the workspace in scope. */
interface CustomerRepository extends JpaRepository<Customer, String>, JpaSpecificationExecutor<Customer> {

    /** @param key see {@link dev.enlist.shared.EmailKey} */
    @Query("from Customer c where c.emailKey = :key and c.duplicate = 0")
    Optional<Customer> findByEmailKey(String key);

    @Query("from Customer c where c.id in :ids or c.emailKey in :emails order by c.id")
    List<Customer> ofPerson(Collection<String> ids, Collection<String> emails);
}
