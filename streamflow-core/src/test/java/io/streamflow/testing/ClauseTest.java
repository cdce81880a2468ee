package io.streamflow.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a failure quotes is what the documentation of the connectors says. */
class ClauseTest {
  @ParameterizedTest
  @EnumSource
  void standsInTheDocumentation(Clause clause) throws Exception {
    String file = clause.where().getName().replace('.', '/') + ".java";
    String text =
        Files.readString(Path.of("src/main/java").resolve(file))
            .replaceAll("\\n\\s*\\* ?", " ")
            .replaceAll("\\{@link #?([^}]*)}", "$1")
            .replace('#', '.')
            .replaceAll("\\{@code ([^}]*)}", "$1")
            .replaceAll("\\s+", " ");
    assertThat(text).contains(clause.words());
  }
}
