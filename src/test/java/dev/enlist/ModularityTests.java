package dev.enlist;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** The modules: no cycles, no use of another's nested packages, only the dependencies that are declared. */
class ModularityTests {

    private static final ApplicationModules MODULES = ApplicationModules.of(EnlistApplication.class);

    @Test
    void modulesUseEachOtherAsDeclared() {
        MODULES.verify();
    }

    /**
     * Without a declaration a module may use every other, and the test above would pass. A {@code package-info} of the tests
     * in the package of a module hides its declaration: test classes come first on the class path.
     */
    @Test
    void everyPackageIsAModuleThatDeclaresWhatItUses() {
        Set<String> packages = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.enlist").stream()
                        .map(type -> type.getPackageName().replaceFirst("^dev\\.enlist\\.?", ""))
                        .filter(name -> !name.isEmpty())
                        .map(name -> name.split("\\.")[0])
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
