package io.github.headgate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of the house that a machine can check. */
class ArchitectureTest {
    private static final String ROOT = "io.github.headgate";

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages(ROOT);

    /** Which packages each may import: a straight line, on which nothing imports what stands to its right. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.of(
            ROOT + ".failure",
            Set.of(),
            ROOT + ".settings",
            Set.of(),
            ROOT + ".stored",
            Set.of(),
            ROOT + ".retry",
            Set.of(ROOT + ".failure"),
            ROOT + ".upstream",
            Set.of(ROOT + ".failure", ROOT + ".settings", ROOT + ".retry"),
            ROOT,
            Set.of(ROOT + ".failure", ROOT + ".settings", ROOT + ".stored", ROOT + ".retry", ROOT + ".upstream"),
            ROOT + ".micrometer",
            Set.of(ROOT, ROOT + ".failure", ROOT + ".retry", ROOT + ".upstream"));

    @Test
    void everyPackageHasItsPlaceOnTheLine() {
        assertThat(CORE.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrderElementsOf(MAY_IMPORT.keySet());
    }

    @Test
    void packagesImportInOneDirectionOnly() {
        MAY_IMPORT.forEach((importing, imported) -> {
            Set<String> forbidden = new TreeSet<>(MAY_IMPORT.keySet());
            forbidden.removeAll(imported);
            forbidden.remove(importing);
            if (!forbidden.isEmpty()) {
                holds(noClasses()
                        .that()
                        .resideInAPackage(importing)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(forbidden.toArray(String[]::new)));
            }
        });
    }

    @Test
    void packagesFormNoCycle() {
        holds(slices().assignedFrom(new EachPackage()).should().beFreeOfCycles());
    }

    @Test
    void timeSleepAndRandomnessComeFromOneClass() {
        holds(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".retry.SystemTimeSource")
                .should()
                .accessTargetWhere(named(
                        "the clock, a sleep or the dice of the system",
                        "java.lang.System.nanoTime(",
                        "java.lang.System.currentTimeMillis(",
                        "java.lang.Thread.sleep(",
                        "java.lang.Math.random(",
                        "java.time.Instant.now(",
                        "java.time.LocalDateTime.now(",
                        "java.time.ZonedDateTime.now(",
                        "java.time.OffsetDateTime.now(",
                        "java.time.Clock.system",
                        "java.util.Date.<init>()",
                        "java.util.Random.",
                        "java.util.SplittableRandom.",
                        "java.util.concurrent.ThreadLocalRandom.",
                        "java.util.concurrent.TimeUnit.sleep(",
                        "java.util.concurrent.locks.LockSupport.park")));
    }

    @Test
    void onlyTheRootPackageKnowsTheHttpClient() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hc.."));
    }

    @Test
    void onlyTheMetersKnowMicrometer() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".micrometer")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer.."));
    }

    @Test
    void onlyResolversKnowDns() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".upstream")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.xbill.."));
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(CORE.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allMatch(each -> each.isAnnotatedWith(NullMarked.class), "is @NullMarked");
    }

    @Test
    void noNameHidesThatAClassHasNoJobOfItsOwn() {
        holds(noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)"));
    }

    @Test
    void classesAreFinalOrMadeToBeImplemented() {
        holds(classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .should()
                .haveModifier(JavaModifier.FINAL));
    }

    @Test
    void publicFieldsAreConstants() {
        holds(fields().that().arePublic().should().beFinal().allowEmptyShould(true));
    }

    @Test
    void nothingIsLoggedPastSlf4j() {
        holds(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
    }

    @Test
    void nothingIsPrinted() {
        holds(NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
    }

    @Test
    void noTextDependsOnTheLocaleOfTheMachine() {
        holds(noClasses()
                .should()
                .accessTargetWhere(named(
                        "the locale of the machine",
                        "java.lang.String.toLowerCase()",
                        "java.lang.String.toUpperCase()",
                        "java.lang.String.format(java.lang.String,",
                        "java.lang.String.formatted(")));
    }

    private static void holds(ArchRule rule) {
        rule.check(CORE);
    }

    private static DescribedPredicate<JavaAccess<?>> named(String description, String... beginnings) {
        return describe(description, access -> Stream.of(beginnings)
                .anyMatch(access.getTarget().getFullName()::startsWith));
    }

    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }
}
