package io.streamflow.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.SinkContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkCsvTest {
  enum Side {
    BUY,
    SELL
  }

  record Trade(
      String symbol,
      int amount,
      LocalDate day,
      @Nullable Integer fee,
      double price,
      Instant at,
      Side side,
      Optional<String> note,
      boolean open) {
    Trade(String symbol, @Nullable Integer fee, Optional<String> note) {
      this(symbol, 3, LocalDate.of(2026, 1, 2), fee, 1.5, Instant.EPOCH, Side.SELL, note, true);
    }
  }

  record One(String text) {}

  record Named(@JsonProperty("the, \"name\"") String name, int zebra, int ant) {}

  record Nested(int id, One one) {}

  @TempDir Path dir;

  private static <T> void write(FileSink<T> sink, List<T> items) throws Exception {
    try (CommittingSinkWriter<T> writer =
        (CommittingSinkWriter<T>) sink.open(new SinkContext("job", "sink", 0, 1))) {
      for (T item : items) {
        writer.write(item);
      }
      writer.commit(1, writer.prepare(1));
    }
  }

  @Test
  void aHeaderAndQuotesWhereTheyMustBe() throws Exception {
    write(
        FileSink.csv(dir, Trade.class),
        List.of(
            new Trade("plain text that is not short, quoted", null, Optional.empty()),
            new Trade("", null, Optional.of("x")),
            new Trade("plain text that is not short", 7, Optional.of("a\"b"))));
    assertThat(Files.readString(dir.resolve("part-0-1.csv")))
        .isEqualTo(
            """
            symbol,amount,day,fee,price,at,side,note,open
            "plain text that is not short, quoted",3,2026-01-02,,1.5,1970-01-01T00:00:00Z,SELL,,true
            ,3,2026-01-02,,1.5,1970-01-01T00:00:00Z,SELL,x,true
            plain text that is not short,3,2026-01-02,7,1.5,1970-01-01T00:00:00Z,SELL,"a""b",true
            """);
  }

  @Test
  void whatWasWrittenIsReadAgain() throws Exception {
    for (char delimiter : new char[] {',', ';', '\t', '|', 'a', '~', ' '}) {
      Path place = dir.resolve("delimiter-" + (int) delimiter);
      Random random = new Random(delimiter);
      List<Trade> items = new ArrayList<>();
      List<String> texts =
          List.of(
              "",
              " ",
              "  x ",
              "\"",
              "\"\"",
              "a\"b",
              ",",
              ";|\t",
              "line\nline",
              "\r",
              "a\r\nb",
              "\n",
              "ü€𝄞",
              "\ufeffmark",
              "'",
              "#x",
              "=1+1",
              "null",
              "a",
              "~|");
      for (String first : texts) {
        items.add(new Trade(first, random.nextBoolean() ? null : 5, Optional.of("x" + first)));
        items.add(
            new Trade(first + texts.get(random.nextInt(texts.size())), 1, Optional.of(first)));
      }
      write(FileSink.csv(place, Trade.class).delimiter(delimiter), items);
      CollectedOutput<Trade> read =
          CollectedOutput.all(FileSource.csv(place + "/*.csv", Trade.class).delimiter(delimiter));
      assertThat(read.rejected).isEmpty();
      assertThat(read.items).as("delimiter '%c'", delimiter).isEqualTo(items);
    }
  }

  @Test
  void aSingleColumnIsNeverABlankLine() throws Exception {
    List<One> items =
        List.of(new One(""), new One(" "), new One("\t"), new One("\n"), new One("x"));
    write(FileSink.csv(dir, One.class).gzip(), items);
    assertThat(CollectedOutput.all(FileSource.csv(dir + "/*.csv.gz", One.class)).items)
        .isEqualTo(items);
  }

  @Test
  void columnsGoByTheirNamesAndInTheirOrder() throws Exception {
    List<Named> items = List.of(new Named("n", 1, 2));
    write(FileSink.csv(dir, Named.class), items);
    assertThat(Files.readString(dir.resolve("part-0-1.csv")))
        .isEqualTo("\"the, \"\"name\"\"\",zebra,ant\nn,1,2\n");
    assertThat(CollectedOutput.all(FileSource.csv(dir + "/*", Named.class)).items).isEqualTo(items);
  }

  @Test
  void whatHasNoPlaceInAFieldIsRefused() throws Exception {
    try (var writer = FileSink.csv(dir, Nested.class).open(new SinkContext("job", "sink", 0, 1))) {
      assertThatThrownBy(() -> writer.write(new Nested(1, new One("x"))))
          .hasMessageStartingWith("cannot write Nested as CSV");
    }
    assertThatThrownBy(() -> FileSink.lines(dir).delimiter(';'))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> FileSink.csv(dir, One.class).delimiter('"'))
        .hasMessageContaining("delimiter must be");
  }
}
