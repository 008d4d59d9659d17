package dev.enlist.template;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** The participant groups of the workspace in scope. */
interface ParticipantGroupRepository
        extends JpaRepository<ParticipantGroup, String>, JpaSpecificationExecutor<ParticipantGroup> {}
