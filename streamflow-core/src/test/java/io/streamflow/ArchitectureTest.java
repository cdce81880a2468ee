package io.streamflow;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between packages go one way, and what is internal stays inside. */
class ArchitectureTest {
  private static final String ROOT = "io.streamflow";
  private static final Set<String> PUBLIC =
      Set.of("", "aggregate", "function", "job", "local", "spi", "testing", "time", "window");
  private static final JavaClasses CLASSES = importClasses();

  private static JavaClasses importClasses() {
    // what the JDK's classes look like does not matter here, and reading them takes long
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .importUrl(Pipeline.class.getProtectionDomain().getCodeSource().getLocation());
  }

  private static String name(String sub) {
    return sub.isEmpty() ? ROOT : ROOT + "." + sub;
  }

  @ParameterizedTest(name = "{0} uses only: {1}")
  @CsvSource({
    "function,",
    "time,",
    "window,",
    "types, function",
    "spi, function",
    "aggregate, function spi types",
    "job, spi time window",
    "local, spi function types",
    "plan, window aggregate time spi function job types",
    "state, spi job",
    "store, state",
    "checkpoint, state spi",
    "metrics, job",
    "diagnosis, job",
    "compile, plan window aggregate time spi function job types",
    "operator, plan state metrics window aggregate time spi function job",
    "outbox, operator checkpoint spi job",
    "runtime, diagnosis outbox compile operator metrics state store checkpoint plan window aggregate time spi function job",
  })
  void arrowsGoOneWay(String from, String to) {
    Stream<String> allowed =
        Stream.concat(
            Stream.of(from), to == null ? Stream.empty() : Stream.of(to.trim().split(" ")));
    noClasses()
        .that()
        .resideInAPackage(name(from))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(ROOT + "..")
                .and(
                    DescribedPredicate.not(
                        resideInAnyPackage(
                            allowed.map(ArchitectureTest::name).toArray(String[]::new)))))
        .check(CLASSES);
  }

  @Test
  void onlyTheEntryAndTheTestDriverStartTheRuntime() {
    classes()
        .that()
        .resideInAPackage(name("runtime"))
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage(name("runtime"), ROOT, name("testing"))
        .check(CLASSES);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("io.streamflow.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyPackageIsListedHere() {
    Set<String> packages = new TreeSet<>();
    CLASSES.forEach(type -> packages.add(type.getPackageName()));
    packages.removeAll(PUBLIC.stream().map(ArchitectureTest::name).toList());
    assertThat(packages)
        .containsExactlyInAnyOrder(
            name("types"),
            name("plan"),
            name("compile"),
            name("operator"),
            name("state"),
            name("store"),
            name("checkpoint"),
            name("outbox"),
            name("metrics"),
            name("diagnosis"),
            name("runtime"));
  }

  @Test
  void nothingIsNamedAfterNothing() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Manager|Utils?|Helper|Base)(\\$.*)?")
        .check(CLASSES);
  }

  @Test
  void publicSignaturesShowNoInternalTypes() {
    classes()
        .that()
        .resideInAnyPackage(PUBLIC.stream().map(ArchitectureTest::name).toArray(String[]::new))
        .and(DescribedPredicate.describe("are visible", ArchitectureTest::isVisible))
        .should(
            new ArchCondition<>("show public types only") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                shown(type)
                    .filter(shown -> isOurs(shown) && !isPublicPackage(shown))
                    .forEach(shown ->
                        events.add(
                            SimpleConditionEvent.violated(
                                type, type.getName() + " shows " + shown.getName())));
              }
            })
        .check(CLASSES);
  }

  private static Stream<JavaClass> shown(JavaClass type) {
    Stream<JavaClass> inMembers =
        type.getMembers().stream()
            .filter(member -> isVisible(member.getModifiers()))
            .flatMap(member -> member.getAllInvolvedRawTypes().stream());
    Stream<JavaClass> thrown =
        type.getCodeUnits().stream()
            .filter(member -> isVisible(member.getModifiers()))
            .map(JavaCodeUnit::getThrowsClause)
            .flatMap(clause -> clause.getTypes().stream());
    return Stream.concat(
        Stream.concat(inMembers, thrown),
        Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream()));
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
        && !modifiers.contains(JavaModifier.SYNTHETIC);
  }

  private static boolean isVisible(JavaClass type) {
    return isVisible(type.getModifiers())
        && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(ROOT);
  }

  private static boolean isPublicPackage(JavaClass type) {
    return PUBLIC.stream().map(ArchitectureTest::name).toList().contains(type.getPackageName());
  }

  @Test
  void everyPackageIsNullMarked() throws Exception {
    Set<String> packages = new TreeSet<>();
    CLASSES.forEach(type -> packages.add(type.getPackageName()));
    for (String name : packages) {
      assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
          .as(name)
          .isTrue();
    }
  }

  @Test
  void functionsOfTheUserAreSerializable() {
    for (String place : List.of("function", "aggregate")) {
      classes()
          .that()
          .resideInAPackage(name(place))
          .and()
          .areAnnotatedWith(FunctionalInterface.class)
          .and()
          .doNotHaveSimpleName("Emitter") // given to users
          .should()
          .beAssignableTo(Serializable.class)
          .check(CLASSES);
    }
    assertThat(
            CLASSES.stream()
                .filter(type -> type.getPackageName().equals(name("function")))
                .filter(type -> type.isAnnotatedWith(FunctionalInterface.class)))
        .hasSizeGreaterThan(8);
  }

  @Test
  void interfacesOfFunctionsThatUsersWriteAreMarkedAsSuch() {
    Set<String> givenToUsers = Set.of("Emitter", "ProcessContext", "package-info");
    assertThat(
            CLASSES.stream()
                .filter(type -> type.getPackageName().equals(name("function")))
                .filter(type -> type.isInterface() && type.isTopLevelClass())
                .filter(type -> !type.isAssignableTo(Serializable.class))
                .map(JavaClass::getSimpleName)
                .filter(type -> !givenToUsers.contains(type)))
        .isEmpty();
  }
}
