package dev.enlist.customer;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Query;

/** The customers of the workspace in scope. */
interface Customers extends JpaRepository<Customer, String>, JpaSpecificationExecutor<Customer> {

    @Query("from Customer c where c.emailKey = lower(:email)")
    Optional<Customer> findByEmail(String email);
}
