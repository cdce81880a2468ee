package io.streamflow.durable;

import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Writes lines to files of a directory; a file is renamed when it is committed. */
final class PartsSink implements Sink<Object> {
  private static final long serialVersionUID = 1L;
  private static final String COMMITTED = ".part";

  private final String directory;

  PartsSink(Path directory) {
    this.directory = directory.toString();
  }

  /** All lines that are committed, sorted. */
  static List<String> committed(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(file -> file.toString().endsWith(COMMITTED)).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines.stream().sorted().toList();
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.COMMITTING;
  }

  @Override
  public SinkWriter<Object> open(SinkContext context) {
    return new Writer();
  }

  private final class Writer implements CommittingSinkWriter<Object> {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void write(Object item) {
      lines.add(item.toString());
    }

    @Override
    public void flush() {}

    @Override
    public byte[] prepare(long epoch) throws IOException {
      if (lines.isEmpty()) {
        return new byte[0];
      }
      String name = epoch + "-" + UUID.randomUUID();
      Files.write(Path.of(directory, name), lines);
      lines.clear();
      return name.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void commit(long epoch, byte[] prepared) throws IOException {
      Path file = Path.of(directory, new String(prepared, StandardCharsets.UTF_8));
      if (prepared.length > 0 && Files.exists(file)) { // else it was committed before
        Files.move(file, Path.of(file + COMMITTED));
      }
    }

    @Override
    public void close() {}
  }
}
