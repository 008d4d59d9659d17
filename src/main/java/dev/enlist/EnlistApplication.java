package dev.enlist;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Enlist: takes people from candidate to approved, and one day to unenrolled. */
@SpringBootApplication
public class EnlistApplication {

    public static void main(String[] args) {
        SpringApplication.run(EnlistApplication.class, args);
    }
}
