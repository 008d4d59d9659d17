package dev.enlist.customer;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Query;

/** The customers of the workspace in scope. */
interface Customers extends JpaRepository<Customer, String>, JpaSpecificationExecutor<Customer> {

    @Query("from Customer c where lower(c.email) = lower(:email)")
    Optional<Customer> findByEmail(String email);

    @Query("select lower(c.email) as email, c.id as id from Customer c where lower(c.email) in :lowerCaseEmails")
    List<EmailKey> findKeys(Collection<String> lowerCaseEmails);

    /** The id that belongs to an e-mail. */
    interface EmailKey {
        String getEmail();

        String getId();
    }
}
