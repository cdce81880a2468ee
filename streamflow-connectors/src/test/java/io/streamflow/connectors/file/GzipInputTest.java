package io.streamflow.connectors.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.spi.SourceReader;
import io.streamflow.spi.SourceReader.Status;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GzipInputTest {
  @TempDir Path dir;

  private static final List<String> LINES =
      IntStream.range(0, 50_000).mapToObj(i -> "line " + i * 7919L % 10_007).toList();

  private byte[] content() throws Exception {
    return FileSourceResumeTest.gzip(String.join("\n", LINES).getBytes(UTF_8));
  }

  private Path file(byte[] bytes) throws Exception {
    return Files.write(dir.resolve("in.gz"), bytes);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /** Reads until the failure, which must come after whole lines only. */
  private void failsAfterWholeLines(byte[] bytes, String why) throws Exception {
    Path file = file(bytes);
    CollectedOutput<String> out = new CollectedOutput<>(1000);
    try (SourceReader<String> reader =
        FileSource.lines(file).open(file.toString(), Optional.empty())) {
      assertThatThrownBy(
              () -> {
                while (out.read(reader, 0) == Status.OPEN) {
                  // until the failure
                }
              })
          .hasMessageContaining("cannot read " + file)
          .hasMessageContaining(why);
      assertThat(out.items).isEqualTo(LINES.subList(0, out.items.size()));
      assertThatThrownBy(() -> out.read(reader, 0)).hasMessageContaining(why);
    }
  }

  @Test
  void truncatedAnywhere() throws Exception {
    byte[] bytes = content();
    for (int length : new int[] {0, 1, 5, 10, 11, 1000, bytes.length / 2, bytes.length - 1}) {
      failsAfterWholeLines(Arrays.copyOf(bytes, length), "truncated");
    }
  }

  @Test
  void truncatedLateDeliversWhatCameBefore() throws Exception {
    byte[] bytes = content();
    Path file = file(Arrays.copyOf(bytes, bytes.length - 100));
    CollectedOutput<String> out = new CollectedOutput<>(Integer.MAX_VALUE);
    try (SourceReader<String> reader =
        FileSource.lines(file).open(file.toString(), Optional.empty())) {
      assertThat(out.read(reader, 0)).isEqualTo(Status.OPEN);
      assertThat(out.items).hasSizeGreaterThan(40_000);
      assertThatThrownBy(() -> out.read(reader, 0)).hasMessageContaining("truncated");
    }
  }

  @Test
  void corrupt() throws Exception {
    byte[] wrongChecksum = content();
    wrongChecksum[wrongChecksum.length - 7]++;
    failsAfterWholeLines(wrongChecksum, "checksum");
    byte[] wrongSize = content();
    wrongSize[wrongSize.length - 1]++;
    failsAfterWholeLines(wrongSize, "size");
    failsAfterWholeLines("plain text, by mistake\n".getBytes(UTF_8), "not gzip data");
    failsAfterWholeLines(join(content(), "garbage".getBytes(UTF_8)), "something else");
  }

  @Test
  void paddingWithZerosIsNoGarbage() throws Exception {
    Path file = file(join(content(), new byte[100_000], content(), new byte[3]));
    List<String> items = CollectedOutput.all(FileSource.lines(file)).items;
    assertThat(items).hasSize(2 * LINES.size() - 1);
  }

  @Test
  void headerWithAllItsParts() throws Exception {
    byte[] plain = content();
    byte[] header = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 'e', 'x'};
    byte[] texts = "name\0comment\0cc".getBytes(UTF_8);
    Path file = file(join(header, texts, Arrays.copyOfRange(plain, 10, plain.length)));
    assertThat(CollectedOutput.all(FileSource.lines(file)).items).isEqualTo(LINES);
  }

  @Test
  void withoutContent() throws Exception {
    Path file = file(FileSourceResumeTest.gzip(new byte[0]));
    assertThat(CollectedOutput.all(FileSource.lines(file)).items).isEmpty();
  }
}
