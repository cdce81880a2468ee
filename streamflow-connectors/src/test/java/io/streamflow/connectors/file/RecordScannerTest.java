package io.streamflow.connectors.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.connectors.file.RecordScanner.Found;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordScannerTest {

  /** Gives the content in pieces of chance lengths. */
  private static final class Pieces implements ByteInput {
    private final byte[] content;
    private final Random random;
    private int next;

    Pieces(byte[] content, Random random) {
      this.content = content;
      this.random = random;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (next == content.length) {
        return -1;
      }
      int count = Math.min(Math.min(length, 1 + random.nextInt(40)), content.length - next);
      System.arraycopy(content, next, into, offset, count);
      next += count;
      return count;
    }

    @Override
    public boolean skipTo(long target) {
      throw new AssertionError("never asked");
    }

    @Override
    public FileHead head() {
      return new FileHead();
    }

    @Override
    public void close() {}
  }

  private static RecordScanner scanner(String content, RecordBoundary boundary, long seed) {
    Pieces input = new Pieces(content.getBytes(ISO_8859_1), new Random(seed));
    return new RecordScanner(input, boundary, 30, new byte[0], 0, 0);
  }

  private static String chanceText(Random random, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(2000); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static void assertTailStandsBefore(RecordScanner scanner, String content) {
    String before = content.substring(0, (int) scanner.position());
    assertThat(before).endsWith(new String(scanner.tail(), ISO_8859_1));
    if (!before.isEmpty()) {
      assertThat(scanner.tail()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void linesAreThoseOfAPlainSplit(long seed) throws IOException {
    String content = chanceText(new Random(seed), "abcdefghijklmnopqrstuvwxyz\r\n");
    RecordScanner scanner = scanner(content, new LineBoundary(), seed);
    List<String> expected = new ArrayList<>(List.of(content.split("\n", -1)));
    String unterminated = expected.removeLast();
    expected.replaceAll(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    if (!unterminated.isEmpty()) {
      expected.add(unterminated);
    }
    long line = 0;
    for (String text : expected) {
      line++;
      Found found = scanner.next(true);
      assertThat(found).isEqualTo(text.length() <= 30 ? Found.RECORD : Found.TOO_LONG);
      assertThat(scanner.recordBytes()).isEqualTo(text.length());
      assertThat(scanner.line()).isEqualTo(line);
      assertTailStandsBefore(scanner, content);
      if (found == Found.RECORD) {
        assertThat(new String(scanner.buffer(), scanner.start(), scanner.length(), ISO_8859_1))
            .isEqualTo(text);
      }
    }
    assertThat(scanner.next(true)).isEqualTo(Found.NOTHING);
    assertThat(scanner.position()).isEqualTo(content.length());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void csvRecordsDoNotDependOnThePieces(long seed) throws IOException {
    String content = chanceText(new Random(seed), "ab\",\"\n,\n");
    RecordScanner one = scanner(content, new CsvBoundary(','), seed);
    RecordScanner other = scanner(content, new CsvBoundary(','), seed + 100);
    Found found;
    do {
      found = one.next(true);
      assertThat(other.next(true)).isEqualTo(found);
      assertThat(other.position()).isEqualTo(one.position());
      assertTailStandsBefore(one, content);
      String before = content.substring(0, (int) one.position());
      if (one.position() < content.length()) {
        assertThat(one.lines()).isEqualTo(before.chars().filter(c -> c == '\n').count());
      }
    } while (found != Found.NOTHING);
    assertThat(one.position()).isEqualTo(content.length());
  }
}
