package io.streamflow.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.connectors.json.JsonException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceJsonLinesTest {
  record View(String page, Instant time, int ms) {}

  @TempDir Path dir;

  @Test
  void oneObjectPerLine() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("v.jsonl"),
            """
            {"page":"/a","time":"2026-01-01T00:00:00Z","ms":5,"extra":1}

            {"page":"/b","time":"2026-01-01T00:00:01Z","ms":"x"}
            {"page":"/c"
            {"page":"/é","time":"2026-01-01T00:00:02Z","ms":6}
            """);
    CollectedOutput<View> out =
        CollectedOutput.all(FileSource.jsonLines(file.toString(), View.class));
    assertThat(out.items)
        .containsExactly(
            new View("/a", Instant.parse("2026-01-01T00:00:00Z"), 5),
            new View("/é", Instant.parse("2026-01-01T00:00:02Z"), 6));
    assertThat(out.rejected).hasSize(2);
    assertThat(out.rejected.getFirst().where()).isEqualTo(file + ":line 3");
    assertThat(out.rejected.getFirst().cause())
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("cannot read View at ms");
    assertThat(out.rejected.getLast().record()).isEqualTo("{\"page\":\"/c\"");
  }
}
