package dev.enlist.form;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** The published forms of the workspace in scope. */
interface FormVersionRepository extends JpaRepository<FormVersion, String> {

    @Query("from FormVersion v where v.programInstanceId = :programInstanceId order by v.number desc")
    List<FormVersion> ofInstance(String programInstanceId);

    @Query("from FormVersion v where v.programInstanceId = :programInstanceId order by v.number desc limit 1")
    Optional<FormVersion> newest(String programInstanceId);

    Optional<FormVersion> findByProgramInstanceIdAndNumber(String programInstanceId, int number);
}
