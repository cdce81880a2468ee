package io.streamflow.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.streamflow.connectors.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourcePathTest {
  record Row(String name, int count) {}

  @TempDir Path dir;

  /** A file whose name, taken for a glob, would also match another one. */
  private Path literal(String content) throws Exception {
    Files.writeString(dir.resolve("xy"), "other");
    return Files.writeString(dir.resolve("x*"), content);
  }

  @Test
  void aPathIsNoGlob() {
    Path glob = dir.resolve("*");
    assertThat(FileSource.csv(glob, Row.class)).satisfies(FileSourcePathTest::isMissing);
    assertThat(FileSource.csv(glob)).satisfies(FileSourcePathTest::isMissing);
    assertThat(FileSource.jsonLines(glob, Row.class)).satisfies(FileSourcePathTest::isMissing);
    assertThat(FileSource.jsonLines(glob, Json.of(Row.class)))
        .satisfies(FileSourcePathTest::isMissing);
  }

  private static void isMissing(FileSource<?> source) {
    assertThat(catchThrowable(source::partitions)).hasMessageContaining("there is no such file");
  }

  @Test
  void csvOfAPath() throws Exception {
    Path file = literal("name,count\na,1\n");
    assertThat(CollectedOutput.all(FileSource.csv(file, Row.class)).items)
        .containsExactly(new Row("a", 1));
    assertThat(CollectedOutput.all(FileSource.csv(file)).items)
        .containsExactly(Map.of("name", "a", "count", "1"));
  }

  @Test
  void jsonLinesOfAPath() throws Exception {
    Path file = literal("{\"name\":\"a\",\"count\":1}\n");
    assertThat(CollectedOutput.all(FileSource.jsonLines(file, Row.class)).items)
        .containsExactly(new Row("a", 1));
    assertThat(CollectedOutput.all(FileSource.jsonLines(file, Json.of(Row.class))).items)
        .containsExactly(new Row("a", 1));
  }
}
