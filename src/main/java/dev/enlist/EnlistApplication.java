package dev.enlist;

import dev.enlist.audit.VerifyAuditCommand;
import dev.enlist.capacity.VerifyCapacityCommand;
import dev.enlist.process.VerifyCommand;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Enlist: takes people from candidate to approved, and one day to unenrolled. */
@SpringBootApplication
@EnableScheduling
@ConfigurationPropertiesScan
public class EnlistApplication {

    public static void main(String[] args) {
        if (Arrays.asList(args).contains(VerifyAuditCommand.COMMAND)) {
            System.exit(VerifyAuditCommand.run(args));
        }
        if (Arrays.asList(args).contains(VerifyCapacityCommand.COMMAND)) {
            System.exit(VerifyCapacityCommand.run(args));
        }
        if (Arrays.asList(args).contains(VerifyCommand.COMMAND)) {
            System.exit(VerifyCommand.run(args));
        }
        SpringApplication.run(EnlistApplication.class, args);
    }
}
