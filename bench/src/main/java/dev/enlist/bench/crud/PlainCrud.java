package dev.enlist.bench.crud;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Baseline (c): what a team would write without an engine: one table with a status column behind Spring MVC and JPA. */
@SpringBootApplication
@EnableJpaRepositories(considerNestedRepositories = true)
public class PlainCrud {

    public static void main(String[] args) {
        SpringApplication.run(PlainCrud.class, args);
    }

    /** The columns of the product's own table that hold what was sent. */
    @Entity
    @Table(name = "enrollment")
    static class Row {

        @Id
        private String id;

        private String programInstanceId;
        private String firstName;
        private String lastName;

        @Column(unique = true)
        private String email;

        private String streetOne;
        private String city;
        private String state;
        private String postalCode;
        private String country;

        @JdbcTypeCode(SqlTypes.ARRAY)
        private List<String> manufacturerSlugs;

        @JdbcTypeCode(SqlTypes.JSON)
        private Map<String, Object> metadata;

        private String status;
        private Instant createdAt;
        private Instant updatedAt;

        @Version
        private Integer version;

        protected Row() {}

        Row(String programInstanceId, Request request) {
            this.id = UUID.randomUUID().toString();
            this.programInstanceId = programInstanceId;
            this.firstName = request.firstName();
            this.lastName = request.lastName();
            this.email = request.email();
            this.streetOne = request.address().streetOne();
            this.city = request.address().city();
            this.state = request.address().state();
            this.postalCode = request.address().postalCode();
            this.country = request.address().country();
            this.manufacturerSlugs = request.manufacturerSlugs();
            this.metadata = request.metadata();
            this.status = "candidate";
            this.createdAt = Instant.now();
            this.updatedAt = createdAt;
        }

        public String getId() {
            return id;
        }

        public String getEmail() {
            return email;
        }

        public String getStatus() {
            return status;
        }

        public Instant getCreatedAt() {
            return createdAt;
        }
    }

    record Address(
            String streetOne, @NotBlank String city, @NotBlank String state, String postalCode, String country) {}

    record Request(
            String identificationType,
            @NotBlank String firstName,
            @NotBlank String lastName,
            @NotBlank @Email String email,
            @Valid Address address,
            List<String> manufacturerSlugs,
            Map<String, Object> metadata) {}

    interface Rows extends JpaRepository<Row, String> {}

    @RestController
    static class Controller {

        private final Rows rows;

        Controller(Rows rows) {
            this.rows = rows;
        }

        @GetMapping("/ready")
        String ready() {
            return "ready";
        }

        @PostMapping("/programInstances/{id}/enrollments")
        ResponseEntity<Row> create(@PathVariable String id, @Valid @RequestBody Request request) {
            Row row = rows.save(new Row(id, request));
            return ResponseEntity.created(URI.create("/enrollments/" + row.getId())).body(row);
        }
    }
}
