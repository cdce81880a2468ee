package io.streamflow.connectors.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.streamflow.spi.SourceReader;
import io.streamflow.spi.SourceReader.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceLinesTest {
  @TempDir Path dir;

  private Path file(String content) throws Exception {
    return file(content.getBytes(UTF_8));
  }

  private Path file(byte[] content) throws Exception {
    return Files.write(dir.resolve("in.txt"), content);
  }

  private List<String> lines(String content) throws Exception {
    return CollectedOutput.all(FileSource.lines(file(content))).items;
  }

  @Test
  void linesEndAtEitherLineEnd() throws Exception {
    assertThat(lines("a\nb\r\n\n\r\nc")).containsExactly("a", "b", "", "", "c");
    assertThat(lines("a\n")).containsExactly("a");
    assertThat(lines("\n")).containsExactly("");
    assertThat(lines("a\rb\n")).containsExactly("a\rb");
  }

  @Test
  void emptyFileHasNoItems() throws Exception {
    assertThat(lines("")).isEmpty();
  }

  @Test
  void byteOrderMarkIsSkipped() throws Exception {
    assertThat(lines("\ufeffa\n\ufeffb")).containsExactly("a", "\ufeffb");
  }

  @Test
  void textBeyondAsciiIsKept() throws Exception {
    String replacement = "real \ufffd character";
    assertThat(lines("größe\n€uro\n\uD83D\uDE00\n" + replacement))
        .containsExactly("größe", "€uro", "\uD83D\uDE00", replacement);
  }

  @Test
  void hundredThousandLinesOfAllLengths() throws Exception {
    Random random = new Random(7);
    List<String> expected =
        IntStream.range(0, 100_000).mapToObj(i -> i + "x".repeat(random.nextInt(60))).toList();
    assertThat(lines(String.join("\n", expected))).isEqualTo(expected);
  }

  @Test
  void linesLongerThanTheBufferAreWhole() throws Exception {
    String big = "0123456789".repeat(100_000);
    assertThat(lines("a\n" + big + "\nb\n" + big)).containsExactly("a", big, "b", big);
  }

  @Test
  void aCallStopsWhenTheOutputIsFull() throws Exception {
    CollectedOutput<String> out = new CollectedOutput<>(2);
    FileSource<String> source = FileSource.lines(file("1\n2\n3\n4\n"));
    try (SourceReader<String> reader =
        source.open(source.partitions().getFirst(), Optional.empty())) {
      assertThat(out.read(reader, 0)).isEqualTo(Status.OPEN);
      assertThat(out.items).containsExactly("1", "2");
      assertThat(out.read(reader, 0)).isEqualTo(Status.OPEN);
      assertThat(out.read(reader, 0)).isEqualTo(Status.ENDED);
      assertThat(out.read(reader, 0)).isEqualTo(Status.ENDED);
      assertThat(out.items).containsExactly("1", "2", "3", "4");
    }
  }

  @Test
  void badUtf8IsRejectedWithItsLine() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("good\n".getBytes(UTF_8));
    bytes.writeBytes(new byte[] {'b', 'a', (byte) 0xC3, (byte) 0x28, '\n'});
    bytes.writeBytes(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80, '\n'});
    bytes.writeBytes("good again".getBytes(UTF_8));
    Path file = file(bytes.toByteArray());
    CollectedOutput<String> out = CollectedOutput.all(FileSource.lines(file));
    assertThat(out.items).containsExactly("good", "good again");
    assertThat(out.rejected).hasSize(2);
    assertThat(out.rejected.getFirst().where()).isEqualTo(file + ":line 2");
    assertThat(out.rejected.getFirst().cause())
        .hasMessageContaining("byte 3")
        .hasMessageContaining("UTF-8");
    assertThat(out.rejected.getLast().where()).isEqualTo(file + ":line 3");
  }

  @Test
  void garbageNeverStopsTheReader() throws Exception {
    byte[] garbage = new byte[500_000];
    new Random(3).nextBytes(garbage);
    CollectedOutput<String> out = CollectedOutput.all(FileSource.lines(file(garbage)));
    long newlines = IntStream.range(0, garbage.length).filter(i -> garbage[i] == '\n').count();
    long rest = garbage[garbage.length - 1] == '\n' ? 0 : 1;
    assertThat((long) out.items.size() + out.rejected.size()).isEqualTo(newlines + rest);
  }

  @Test
  void aCallReturnsEvenWhenNoRecordIsGood() throws Exception {
    byte[] bad = new byte[100_000];
    Arrays.fill(bad, (byte) '\n');
    for (int i = 0; i < bad.length; i += 2) {
      bad[i] = (byte) 0xFF;
    }
    FileSource<String> source = FileSource.lines(file(bad));
    CollectedOutput<String> out = new CollectedOutput<>(10);
    try (SourceReader<String> reader =
        source.open(source.partitions().getFirst(), Optional.empty())) {
      assertThat(out.read(reader, 0)).isEqualTo(Status.OPEN);
      assertThat(out.rejected).hasSizeLessThan(10_000);
    }
  }

  @Test
  void tooLongLinesArePassedOver() throws Exception {
    List<String> expected = new ArrayList<>();
    StringBuilder content = new StringBuilder();
    for (int length : new int[] {9, 10, 11, 12, 300, 200_000, 10, 1_000_000, 3}) {
      content.append("z".repeat(length)).append("\r\n");
      if (length <= 10) {
        expected.add("z".repeat(length));
      }
    }
    content.append("y".repeat(400_000));
    Path file = file(content.toString());
    CollectedOutput<String> out = CollectedOutput.all(FileSource.lines(file).maxLineBytes(10));
    assertThat(out.items).isEqualTo(expected);
    assertThat(out.rejected)
        .extracting(CollectedOutput.Rejected::where)
        .containsExactly(
            file + ":line 3",
            file + ":line 4",
            file + ":line 5",
            file + ":line 6",
            file + ":line 8",
            file + ":line 10");
    assertThat(out.rejected.get(3).cause())
        .hasMessageContaining("200000 bytes")
        .hasMessageContaining("maxLineBytes allows 10");
    assertThat(out.rejected.get(3).record()).hasSizeLessThan(300).endsWith("...");
  }

  @Test
  void otherCharsets() throws Exception {
    Path file = file("größe\nx".getBytes(ISO_8859_1));
    assertThat(CollectedOutput.all(FileSource.lines(file).charset(ISO_8859_1)).items)
        .containsExactly("größe", "x");
    assertThatThrownBy(() -> FileSource.lines(file).charset(UTF_16)).hasMessageContaining("UTF-16");
  }

  @Test
  void whatCannotBeReadIsNamed() throws Exception {
    assertThatThrownBy(() -> FileSource.lines(dir).partitions())
        .hasMessageContaining(dir.toString())
        .hasMessageContaining("is a directory");
    Path missing = dir.resolve("missing");
    assertThatThrownBy(() -> FileSource.lines(missing).partitions())
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("no such file");
    Path secret = file("x");
    assertThat(secret.toFile().setReadable(false)).isTrue();
    assumeFalse(Files.isReadable(secret), "root may read everything");
    assertThatThrownBy(() -> FileSource.lines(secret).open(secret.toString(), Optional.empty()))
        .hasMessageContaining(secret + ": permission denied");
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> FileSource.lines("x").maxLineBytes(0)).hasMessageContaining("is 0");
    assertThatThrownBy(() -> FileSource.lines(" ")).hasMessageContaining("blank");
  }

  @Test
  void sourceIsSerializable() throws Exception {
    Path file = file("a\nb");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(FileSource.lines(file).charset(ISO_8859_1));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      FileSource<?> copy = (FileSource<?>) in.readObject();
      assertThat(CollectedOutput.all(copy).items).hasSize(2);
    }
  }
}
