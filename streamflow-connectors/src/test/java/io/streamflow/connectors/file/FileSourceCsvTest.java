package io.streamflow.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.streamflow.spi.Offset;
import io.streamflow.spi.SourceReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceCsvTest {
  record Trade(String symbol, int amount, LocalDate day, Integer fee, double price) {}

  @TempDir Path dir;

  private CollectedOutput<Trade> trades(String content) throws Exception {
    Path file = Files.writeString(dir.resolve("t.csv"), content);
    return CollectedOutput.all(FileSource.csv(file.toString(), Trade.class));
  }

  @Test
  void columnsGoByNameInAnyOrder() throws Exception {
    CollectedOutput<Trade> out =
        trades(
            """
            \ufeffprice, amount ,other,symbol,day,fee\r
            1.5,3,zzz,"A""B,
            C",2026-01-02,

            2,4,,,2026-01-03,7\
            """);
    assertThat(out.rejected).isEmpty();
    assertThat(out.items)
        .containsExactly(
            new Trade("A\"B,\nC", 3, LocalDate.of(2026, 1, 2), null, 1.5),
            new Trade("", 4, LocalDate.of(2026, 1, 3), 7, 2));
  }

  @Test
  void badRecordsAreRejectedOneByOne() throws Exception {
    CollectedOutput<Trade> out =
        trades(
            """
            symbol,amount,day,fee,price
            a,x,2026-01-02,1,1
            b,,2026-01-02,1,1
            c,1.5,2026-01-02,1,1
            d,1
            e,1,2026-01-02,1,1,9
            f,1,soon,1,1
            "g"g,1,2026-01-02,1,1
            5" pipe,1,2026-01-02,1,1
            "multi
            line",x,2026-01-02,1,1
            ok,1,2026-01-02,1,1
            "open,1,2026-01-02,1,1
            swallowed,1,2026-01-02,1,1
            """);
    assertThat(out.items).extracting(Trade::symbol).containsExactly("5\" pipe", "ok");
    assertThat(out.rejected)
        .extracting(rejected -> rejected.where().replaceAll(".*:", ""))
        .containsExactly(
            "line 2", "line 3", "line 4", "line 5", "line 6", "line 7", "line 8", "line 10",
            "line 13");
    List<String> messages = out.rejected.stream().map(r -> r.cause().getMessage()).toList();
    assertThat(messages)
        .allSatisfy(message -> assertThat(message).doesNotContain("Source", "Feature"));
    assertThat(messages.getFirst()).contains("cannot read Trade in column amount");
    assertThat(messages.get(3)).contains("expected 5, found 2");
    assertThat(messages.getLast()).contains("closing quote");
    assertThat(out.rejected.getFirst().record()).isEqualTo("a,x,2026-01-02,1,1");
  }

  @Test
  void aHeaderWithoutAColumnFailsTheFile() {
    assertThatThrownBy(() -> trades("symbol,x,day,fee\na,1,2026-01-02,1\n"))
        .hasMessageContaining(dir.resolve("t.csv").toString())
        .hasMessageContaining("no column for amount, price of Trade, it has [symbol, x, day, fee]")
        .hasMessageNotContaining("delimiter");
    assertThatThrownBy(() -> trades("symbol,amount,price,day\n"))
        .hasMessageContaining("no column for fee of Trade");
  }

  @Test
  void aHeaderOfAnotherDelimiterIsRecognized() {
    assertThatThrownBy(() -> trades("symbol;amount;day;fee;price\na;1;2026-01-02;1;2\n"))
        .hasMessageContaining("no column for symbol, amount, day, fee, price of Trade")
        .hasMessageContaining("it has [symbol;amount;day;fee;price]; is the delimiter ';'?")
        .hasMessageEndingWith("see delimiter(...)");
    assertThatThrownBy(() -> trades("symbol\tamount\n")).hasMessageContaining("delimiter '\\t'?");
  }

  @Test
  void aMissingColumnFailsAResumedFileToo() throws Exception {
    Path file = Files.writeString(dir.resolve("t.csv"), "z,y\n1,2\n3,4\n");
    Offset offset;
    try (SourceReader<Map<String, String>> reader =
        FileSource.csv(file.toString()).open(file.toString(), Optional.empty())) {
      new CollectedOutput<Map<String, String>>(1).read(reader, 0);
      offset = reader.offset();
    }
    assertThatThrownBy(() ->
            CollectedOutput.all(
                FileSource.csv(file.toString(), Trade.class), file.toString(), Optional.of(offset)))
        .hasMessageContaining("no column for symbol");
  }

  record Renamed(
      @JsonProperty("the name") String name, @JsonAlias("n") Optional<Integer> number, String id) {
    Renamed(String id) {
      this(id, Optional.empty(), id);
    }
  }

  @Test
  void aColumnMayGoByTheNamesThatAnnotationsGive() throws Exception {
    Path file = Files.writeString(dir.resolve("t.csv"), "id,n,the name\ni,4,x\n");
    assertThat(CollectedOutput.all(FileSource.csv(file.toString(), Renamed.class)).items)
        .containsExactly(new Renamed("x", Optional.of(4), "i"));
    Files.writeString(file, "name,id\nx,i\n");
    assertThatThrownBy(() -> CollectedOutput.all(FileSource.csv(file.toString(), Renamed.class)))
        .hasMessageContaining("no column for the name, number of Renamed");
  }

  @Test
  void aBadHeaderFailsTheFile() {
    assertThatThrownBy(() -> trades("a,b,a\n1,2,3\n"))
        .hasMessageContaining(dir.resolve("t.csv").toString())
        .hasMessageContaining("names a column twice: [a, b, a]");
    assertThatThrownBy(() -> trades("a,,b\n1,2,3\n"))
        .hasMessageContaining("a column without a name");
    assertThatThrownBy(() -> trades("\"a\"x,b\n1,2,3\n")).hasMessageContaining("header");
  }

  @Test
  void aHeaderThatIsNoTextFailsTheFile() throws Exception {
    Path file = Files.write(dir.resolve("t.csv"), new byte[] {'a', (byte) 0xff, '\n', '1', '\n'});
    assertThatThrownBy(() -> CollectedOutput.all(FileSource.csv(file.toString())))
        .hasMessageContaining("the header cannot be read")
        .hasMessageContaining("byte 2");
  }

  @Test
  void emptyAndHeaderOnly() throws Exception {
    assertThat(trades("").items).isEmpty();
    assertThat(trades("symbol,amount,day,fee,price").items).isEmpty();
    assertThat(trades("symbol,amount,day,fee,price\n").items).isEmpty();
  }

  @Test
  void mapsKeepTheOrderOfTheColumns() throws Exception {
    Path file = Files.writeString(dir.resolve("t.csv"), "z,a,m\n1,\"\", x \n\n1,2\n");
    CollectedOutput<Map<String, String>> out = CollectedOutput.all(FileSource.csv(file.toString()));
    assertThat(out.items).hasSize(1);
    assertThat(out.items.getFirst().entrySet())
        .extracting(Object::toString)
        .containsExactly("z=1", "a=", "m= x ");
    assertThat(out.rejected.getFirst().cause()).hasMessageContaining("expected 3, found 2");
  }

  @Test
  void aSingleColumn() throws Exception {
    Path file = Files.writeString(dir.resolve("t.csv"), "z\n1\n\"\"\n2");
    assertThat(CollectedOutput.all(FileSource.csv(file.toString())).items)
        .containsExactly(Map.of("z", "1"), Map.of("z", ""), Map.of("z", "2"));
  }

  @Test
  void aRecordThatIsTooLongIsPassedOverWithItsQuotedLines() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("t.csv"), "z,y\n\"" + "long\n".repeat(100_000) + "\",1\nok,2\n");
    CollectedOutput<Map<String, String>> out =
        CollectedOutput.all(FileSource.csv(file.toString()).maxLineBytes(100));
    assertThat(out.items).containsExactly(Map.of("z", "ok", "y", "2"));
    assertThat(out.rejected).hasSize(1);
    assertThat(out.rejected.getFirst().where()).endsWith(":line 2");
  }
}
