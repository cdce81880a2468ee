package io.streamflow.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A template that cannot be defined as a hidden class would silently cost its pipeline its speed.
 */
class TemplatesTest {

  static List<Class<?>> templates() throws Exception {
    Path directory = Path.of(Operator.class.getResource("Operator.class").toURI()).getParent();
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Operator.class") && !name.equals("Operator.class"))
          .<Class<?>>map(name -> {
            try {
              return Class.forName("io.streamflow.operator." + name.replace(".class", ""));
            } catch (ClassNotFoundException e) {
              throw new AssertionError(e);
            }
          })
          .filter(type -> !Modifier.isAbstract(type.getModifiers()))
          .toList();
    }
  }

  @Test
  void thereAreTemplates() throws Exception {
    assertThat(templates()).hasSizeGreaterThan(12).contains(MapOperator.class);
  }

  @ParameterizedTest
  @MethodSource("templates")
  void everyTemplateCanBeDefinedAsAHiddenClass(Class<?> template) {
    assertThatCode(() ->
            MethodHandles.lookup()
                .defineHiddenClass(bytes(template), true, ClassOption.NESTMATE)
                .lookupClass()
                .getDeclaredMethods())
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("templates")
  void everyTemplateIsMadeByItsStaticMethod(Class<?> template) throws Exception {
    Method make = template.getDeclaredMethod("make", Arguments.class);
    assertThat(Modifier.isStatic(make.getModifiers())).isTrue();
    assertThat(make.getReturnType()).isEqualTo(Operator.class);
  }

  private static byte[] bytes(Class<?> template) throws IOException {
    try (var in = template.getResourceAsStream(template.getSimpleName() + ".class")) {
      return in.readAllBytes();
    }
  }

  @Test
  void eachStepGetsAClassOfItsOwnUnlessFusionIsOff() {
    Operator end = Templates.of(true).make(DiscardOperator.class);
    Operator other = Templates.of(true).make(DiscardOperator.class);
    assertThat(end.getClass().isHidden()).isTrue();
    assertThat(end.getClass()).isNotSameAs(other.getClass());
    assertThat(Templates.of(false).make(DiscardOperator.class).getClass())
        .isSameAs(DiscardOperator.class);
  }

  @Test
  void theLoopDrivesItemsIntoItsHead() {
    for (boolean specialised : List.of(true, false)) {
      Templates templates = Templates.of(specialised);
      ChainLoop loop = templates.loop(templates.make(DiscardOperator.class), null);
      assertThat(loop.getClass().isHidden()).isEqualTo(specialised);
    }
  }
}
