package io.streamflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The options by which docs/configuration.md says things are bounded are there. */
class LimitsDocumentationTest {
  private static final List<String> PACKAGES =
      List.of(
          "io.streamflow.job",
          "io.streamflow.local",
          "io.streamflow.spi",
          "io.streamflow.connectors.file",
          "io.streamflow.connectors.http",
          "io.streamflow.connectors.kafka",
          "io.streamflow.connectors.minikv");

  private static Optional<Class<?>> type(String name) {
    for (String place : PACKAGES) {
      try {
        return Optional.of(Class.forName(place + "." + name));
      } catch (ClassNotFoundException elsewhere) {
        assertThat(elsewhere).hasMessageContaining(name); // it may be in the next
      }
    }
    return Optional.empty();
  }

  /** Whether a method takes what the page shows; where it shows nothing, something. */
  private static boolean fits(Method method, MatchResult named) {
    int shown = named.group(3) == null ? 1 : named.group(3).split(",").length;
    return method.getName().equals(named.group(2)) && method.getParameterCount() == shown;
  }

  @Test
  void eachOptionThatIsNamedIsThere() throws IOException {
    String page = Files.readString(Path.of("../docs/configuration.md"));
    String limits = page.substring(page.indexOf("\n## Limits\n"));
    List<MatchResult> named =
        Pattern.compile("`([A-Z]\\w+)\\.(\\w+)(\\([^)]*\\))?`").matcher(limits).results().toList();
    assertThat(named).hasSizeGreaterThan(15);
    assertThat(named)
        .allSatisfy(option -> {
          Optional<Class<?>> type = type(option.group(1));
          assertThat(type).as(option.group()).isPresent();
          assertThat(Arrays.stream(type.get().getMethods()))
              .as(option.group())
              .anyMatch(method -> fits(method, option));
        });
  }
}
