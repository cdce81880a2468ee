package io.streamflow.connectors.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.spi.Offset;
import io.streamflow.spi.SourceReader;
import io.streamflow.spi.SourceReader.Status;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceResumeTest {
  record Row(String name, int count) {}

  @TempDir Path dir;

  /** Reads item by item and checks that every offset on the way leads to exactly the rest. */
  private static <T> List<T> readResumingEverywhere(FileSource<T> source) throws Exception {
    String partition = source.partitions().getFirst();
    List<Offset> offsets = new ArrayList<>();
    CollectedOutput<T> out = new CollectedOutput<>(1);
    try (SourceReader<T> reader = source.open(partition, Optional.empty())) {
      offsets.add(reader.offset());
      while (out.read(reader, 0) == Status.OPEN) {
        offsets.add(reader.offset());
      }
      assertThat(offsets).hasSize(out.items.size() + 1);
    }
    for (int i = 0; i < offsets.size(); i++) {
      List<T> rest = CollectedOutput.all(source, partition, Optional.of(offsets.get(i))).items;
      assertThat(rest)
          .as("from %s", offsets.get(i))
          .isEqualTo(out.items.subList(i, out.items.size()));
    }
    return out.items;
  }

  static byte[] gzip(byte[] content) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static String content() {
    StringBuilder content = new StringBuilder("\ufeff");
    for (int i = 0; i < 300; i++) {
      content
          .append("line ")
          .append(i)
          .append(" é".repeat(i % 7))
          .append(i % 3 == 0 ? "\r\n" : "\n");
    }
    return content + "last";
  }

  @Test
  void plain() throws Exception {
    Path file = Files.writeString(dir.resolve("a.txt"), content());
    assertThat(readResumingEverywhere(FileSource.lines(file))).hasSize(301).contains("line 0");
  }

  @Test
  void gzipWithSeveralMembers() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] content = content().getBytes(UTF_8);
    bytes.writeBytes(gzip(java.util.Arrays.copyOfRange(content, 0, 1001)));
    bytes.writeBytes(gzip(new byte[0]));
    bytes.writeBytes(gzip(java.util.Arrays.copyOfRange(content, 1001, content.length)));
    Path file = Files.write(dir.resolve("a.txt.gz"), bytes.toByteArray());
    assertThat(readResumingEverywhere(FileSource.lines(file))).hasSize(301).endsWith("last");
  }

  private static String csv() {
    StringBuilder csv = new StringBuilder("name,count\r\n");
    for (int i = 0; i < 200; i++) {
      csv.append("\"row ").append(i).append("\n\"\"quoted\"\",\r\nthird line\",").append(i);
      csv.append(i % 2 == 0 ? "\n" : "\r\n\n");
    }
    return csv.toString();
  }

  @Test
  void csvWithQuotedNewlines() throws Exception {
    Path file = Files.writeString(dir.resolve("a.csv"), csv());
    List<Row> rows = readResumingEverywhere(FileSource.csv(file.toString(), Row.class));
    assertThat(rows).hasSize(200).contains(new Row("row 7\n\"quoted\",\r\nthird line", 7));
    List<Map<String, String>> maps = readResumingEverywhere(FileSource.csv(file.toString()));
    assertThat(maps.get(3)).containsEntry("count", "3");
  }

  @Test
  void csvInGzip() throws Exception {
    Path file = Files.write(dir.resolve("a.csv.gz"), gzip(csv().getBytes(UTF_8)));
    assertThat(readResumingEverywhere(FileSource.csv(file.toString(), Row.class))).hasSize(200);
  }

  @Test
  void lineNumbersGoOnAfterAResume() throws Exception {
    Path file = Files.writeString(dir.resolve("a.csv"), csv() + "bad,row\n");
    FileSource<Row> source = FileSource.csv(file.toString(), Row.class);
    CollectedOutput<Row> some = new CollectedOutput<>(50);
    String partition = source.partitions().getFirst();
    Offset offset;
    try (SourceReader<Row> reader = source.open(partition, Optional.empty())) {
      some.read(reader, 0);
      offset = reader.offset();
    }
    String expected = CollectedOutput.all(source).rejected.getFirst().where();
    assertThat(expected).isEqualTo(file + ":line 702");
    assertThat(
            CollectedOutput.all(source, partition, Optional.of(offset)).rejected.getFirst().where())
        .isEqualTo(expected);
  }

  @Test
  void anotherOrAShorterFileIsRefused() throws Exception {
    for (String name : List.of("a.txt", "a.txt.gz")) {
      boolean gz = name.endsWith(".gz");
      Path file = dir.resolve(name);
      byte[] content = content().getBytes(UTF_8);
      Files.write(file, gz ? gzip(content) : content);
      FileSource<String> source = FileSource.lines(file);
      Offset offset;
      try (SourceReader<String> reader = source.open(file.toString(), Optional.empty())) {
        new CollectedOutput<String>(250).read(reader, 0);
        offset = reader.offset();
      }
      byte[] shorter = java.util.Arrays.copyOf(content, 1500);
      Files.write(file, gz ? gzip(shorter) : shorter);
      assertThatThrownBy(() -> source.open(file.toString(), Optional.of(offset)))
          .hasMessageContaining(file.toString())
          .hasMessageContaining("is shorter");
      content[10] = 'X';
      Files.write(file, gz ? gzip(content) : content);
      assertThatThrownBy(() -> source.open(file.toString(), Optional.of(offset)))
          .hasMessageContaining("begins with other data");
    }
  }

  @Test
  void anOffsetOfAnotherSourceIsRefused() throws Exception {
    Path file = Files.writeString(dir.resolve("a.txt"), "x\n");
    for (Offset wrong :
        List.of(
            Offset.of(3), Offset.of("9 bytes, 1 lines, head 50 ff, tail 1 0"), Offset.of("x"))) {
      assertThatThrownBy(() -> FileSource.lines(file).open(file.toString(), Optional.of(wrong)))
          .hasMessageContaining("not a position in a file");
    }
  }
}
