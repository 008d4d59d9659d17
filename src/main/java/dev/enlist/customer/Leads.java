package dev.enlist.customer;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** The leads of the workspace in scope. */
interface Leads extends JpaRepository<Lead, String>, JpaSpecificationExecutor<Lead> {}
