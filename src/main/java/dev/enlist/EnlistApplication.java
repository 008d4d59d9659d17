package dev.enlist;

import dev.enlist.shared.OperatorCommand;
import java.util.Arrays;
import java.util.ServiceLoader;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ApplicationListener;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Enlist: takes people from candidate to approved, and one day to unenrolled. */
@SpringBootApplication
@EnableScheduling
@ConfigurationPropertiesScan
public class EnlistApplication {

    public static void main(String[] args) {
        for (OperatorCommand command : ServiceLoader.load(OperatorCommand.class)) {
            if (Arrays.asList(args).contains(command.command())) {
                System.exit(command.execute(args));
            }
        }
        ClassPreloader preloader = new ClassPreloader(EnlistApplication.class.getClassLoader());
        preloader.start();
        SpringApplication application = new SpringApplication(EnlistApplication.class);
        application.addListeners(new HeapReturnListener());
        application.addListeners((ApplicationListener<ApplicationReadyEvent>) ready -> preloader.end());
        application.run(args);
    }
}
