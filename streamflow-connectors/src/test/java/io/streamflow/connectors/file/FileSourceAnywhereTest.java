package io.streamflow.connectors.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.spi.Offset;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import io.streamflow.spi.SourceReader.Status;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files of chance content, read to the end with a stop at any record: what follows is always
 * exactly the rest, items and rejected records alike.
 */
class FileSourceAnywhereTest {
  record Row(String name, int count) {}

  /** A file's content, and what reading it should tell. */
  private record Sample(String content, List<String> expected) {}

  /** Full after so many items and rejected records. */
  private static final class Events implements SourceOutput<Object> {
    private final List<String> events = new ArrayList<>();
    private int room;

    @Override
    public void emit(Object item) {
      events.add(item.toString());
      room--;
    }

    @Override
    public void emit(Object item, long timestampMillis) {
      throw new AssertionError("files have no timestamps");
    }

    @Override
    public void reject(Object record, String where, Exception cause) {
      events.add("rejected " + where.replaceAll(".*:", ""));
      room--;
    }

    @Override
    public boolean isFull() {
      return room <= 0;
    }

    @SuppressWarnings("unchecked")
    Status read(SourceReader<?> reader, int count) throws Exception {
      room = count;
      return ((SourceReader<Object>) reader).read(this, 0);
    }
  }

  @TempDir Path dir;
  private Random random;

  @ParameterizedTest
  @CsvSource({
    "lines, false, false", "lines, true, false", "lines, false, true",
    "json, false, false", "json, true, false", "json, false, true",
    "csv, false, false", "csv, true, false", "csv, false, true"
  })
  void anyOffsetLeadsToExactlyTheRest(String format, boolean gzip, boolean follow)
      throws Exception {
    for (int seed = 0; seed < 12; seed++) {
      random = new Random(seed);
      Sample sample = sample(format, follow);
      Path file = dir.resolve(seed + (gzip ? ".gz" : ".txt"));
      byte[] content = sample.content().getBytes(UTF_8);
      Files.write(file, gzip ? gzip(content) : content);
      FileSource<?> source =
          switch (format) {
            case "lines" -> FileSource.lines(file);
            case "json" -> FileSource.jsonLines(file, Row.class);
            default -> FileSource.csv(file, Row.class);
          };
      source = source.maxLineBytes(60);
      check(follow ? source.follow() : source, file, sample.expected());
    }
  }

  private void check(FileSource<?> source, Path file, List<String> expected) throws Exception {
    List<Offset> offsets = new ArrayList<>();
    Events all = new Events();
    try (SourceReader<?> reader = source.open(file.toString(), Optional.empty())) {
      offsets.add(reader.offset());
      for (int before = -1; before < all.events.size(); ) {
        before = all.events.size();
        all.read(reader, 1);
        offsets.add(reader.offset());
      }
    }
    assertThat(all.events).isEqualTo(expected);
    for (int i = 0; i < offsets.size(); i++) {
      int passed = Math.min(i, expected.size());
      assertThat(restartingOften(source, file, offsets.get(i), Integer.MAX_VALUE))
          .as("%s from %s", file, offsets.get(i))
          .isEqualTo(expected.subList(passed, expected.size()));
    }
    for (int most : new int[] {1, 3, 10}) {
      assertThat(restartingOften(source, file, offsets.getFirst(), most)).isEqualTo(expected);
    }
  }

  private List<String> restartingOften(FileSource<?> source, Path file, Offset from, int most)
      throws Exception {
    Events out = new Events();
    Offset at = from;
    int before;
    do {
      before = out.events.size();
      try (SourceReader<?> reader = source.open(file.toString(), Optional.of(at))) {
        assertThat(reader.offset()).isEqualTo(at);
        out.read(reader, most == Integer.MAX_VALUE ? most : 1 + random.nextInt(most));
        at = reader.offset();
      }
    } while (out.events.size() > before);
    return out.events;
  }

  private Sample sample(String format, boolean terminated) {
    int count = random.nextInt(60);
    StringBuilder text = new StringBuilder(count > 0 && random.nextBoolean() ? "\ufeff" : "");
    List<String> expected = new ArrayList<>();
    int line = 1;
    if (format.equals("csv")) {
      text.append("count,\"name\"\r\n");
      line++;
    }
    for (int i = 0; i < count; i++) {
      String record = record(format, i, line, expected);
      text.append(record);
      boolean last = i == count - 1;
      if (!last || terminated || record.isEmpty() || random.nextBoolean()) {
        text.append(random.nextBoolean() ? "\n" : "\r\n");
      }
      line += 1 + (int) record.chars().filter(c -> c == '\n').count();
    }
    return new Sample(text.toString(), expected);
  }

  private String record(String format, int i, int line, List<String> expected) {
    int kind = random.nextInt(6);
    if (kind == 0) {
      expected.add("rejected line " + line);
      return "too long ".repeat(20 + random.nextInt(2000));
    }
    String name = "é".repeat(random.nextInt(8)) + i;
    if (format.equals("lines")) {
      String item = kind == 1 ? "" : name;
      expected.add(item);
      return item;
    }
    if (kind == 1) {
      return "";
    }
    if (kind == 2) {
      expected.add("rejected line " + line);
      return format.equals("csv") ? "no number,x" : "{\"name\":";
    }
    if (format.equals("json")) {
      expected.add(new Row(name, i).toString());
      return "{\"name\":\"" + name + "\",\"count\":" + i + "}";
    }
    String quoted = kind == 3 ? name + "\n\"\",\r\n" : name;
    expected.add(new Row(quoted.replace("\"\"", "\""), i).toString());
    return i + ",\"" + quoted + "\"";
  }

  /** As members of chance lengths. */
  private byte[] gzip(byte[] content) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    do {
      int end = Math.min(content.length, at + random.nextInt(1 + random.nextInt(5000)));
      bytes.writeBytes(FileSourceResumeTest.gzip(Arrays.copyOfRange(content, at, end)));
      at = end;
    } while (at < content.length);
    return bytes.toByteArray();
  }
}
