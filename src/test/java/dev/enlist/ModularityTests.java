package dev.enlist;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** The modules: no cycles, no use of another's nested packages, only the dependencies that are declared. */
class ModularityTests {

    private static final ApplicationModules MODULES = modules();

    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "enlist");

    /**
     * Reads our classes, what they extend and their annotations. The classes of libraries whose methods they call, or that
     * are only types of members, are no part of a module: reading them takes longer than all else.
     */
    private static ApplicationModules modules() {
        ArchConfiguration.get().setProperty("import.dependencyResolutionProcess.maxIterationsForAccessesToTypes", "0");
        ArchConfiguration.get().setProperty("import.dependencyResolutionProcess.maxIterationsForMemberTypes", "0");
        try {
            return ApplicationModules.of(EnlistApplication.class);
        } finally {
            ArchConfiguration.get().reset();
        }
    }

    @Test
    void modulesUseEachOtherAsDeclared() {
        MODULES.verify();
    }

    @Test
    void noModuleIsAboveATenthOfTheCode() throws IOException {
        Map<String, Integer> lines = new TreeMap<>();
        for (Path source : sources()) {
            String module = SOURCES.relativize(source).getName(0).toString();
            lines.merge(module, Files.readAllLines(source).size(), Integer::sum);
        }
        int total = lines.values().stream().mapToInt(Integer::intValue).sum();

        assertThat(lines)
                .hasSizeGreaterThan(20)
                .allSatisfy((module, count) -> assertThat(count)
                        .as("%s has %d of %d lines", module, count, total)
                        .isLessThanOrEqualTo(total / 10));
    }

    @Test
    void noTwoClassesHaveTheSameName() throws IOException {
        List<String> names = sources().stream()
                .map(source -> source.getFileName().toString())
                .filter(name -> !name.equals("package-info.java"))
                .toList();

        assertThat(names).hasSizeGreaterThan(500).doesNotHaveDuplicates();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /**
     * Without a declaration a module may use every other, and the test above would pass. A {@code package-info} of the tests
     * in the package of a module hides its declaration: test classes come first on the class path.
     */
    @Test
    void everyPackageIsAModuleThatDeclaresWhatItUses() throws IOException {
        Set<String> packages = sources().stream()
                .map(SOURCES::relativize)
                .filter(source -> source.getNameCount() > 1)
                .map(source -> source.getName(0).toString())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> modules = MODULES.stream()
                .map(module -> module.getIdentifier().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(modules).isNotEmpty().isEqualTo(packages);
        assertThat(MODULES).allSatisfy(module -> {
            String name = module.getIdentifier().toString();
            ApplicationModule declared = module.getBasePackage()
                    .findAnnotation(ApplicationModule.class)
                    .orElseThrow(() -> new AssertionError(name + " declares nothing"));
            // what is shared has packages for each subject, which all modules use
            assertThat(declared.type())
                    .as(name)
                    .isEqualTo(name.equals("shared") ? ApplicationModule.Type.OPEN : ApplicationModule.Type.CLOSED);
            assertThat(declared.allowedDependencies())
                    .as(name)
                    .doesNotContain(ApplicationModule.OPEN_TOKEN)
                    .noneMatch(String::isBlank);
        });
    }
}
