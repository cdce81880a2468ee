package io.streamflow.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.spi.Offset;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScriptedSourceTest {
  /** What one read gave, each read as one list. */
  private static List<List<String>> reads(SourceReader<String> reader, int batch) throws Exception {
    List<List<String>> reads = new ArrayList<>();
    SourceReader.Status status = SourceReader.Status.OPEN;
    while (status == SourceReader.Status.OPEN) {
      List<String> read = new ArrayList<>();
      status = reader.read(into(read, batch), 0);
      reads.add(read);
    }
    return reads;
  }

  private static SourceOutput<String> into(List<String> read, int batch) {
    return new SourceOutput<>() {
      @Override
      public void emit(String item) {
        read.add(item);
      }

      @Override
      public void emit(String item, long timestampMillis) {
        read.add(item + "@" + timestampMillis);
      }

      @Override
      public void reject(Object record, String where, Exception cause) {
        read.add("rejected " + record + " at " + where);
      }

      @Override
      public boolean isFull() {
        return read.size() >= batch;
      }
    };
  }

  @Test
  void aPauseIsSoManyReadsThatFindNothing() throws Exception {
    ScriptedSource<String> script =
        ScriptedSource.<String>script().pause(1).item("a").pause(2).item("b").pause(1).pause(1);
    assertThat(reads(script.open("0", Optional.empty()), 10))
        .containsExactly(
            List.of(),
            List.of("a"),
            List.of(),
            List.of(),
            List.of("b"),
            List.of(),
            List.of(),
            List.of());
  }

  @Test
  void aReadStopsWhenTheBatchIsFull() throws Exception {
    assertThat(reads(ScriptedSource.of("a", "b", "c").open("0", Optional.empty()), 2))
        .containsExactly(List.of("a", "b"), List.of("c"));
  }

  @Test
  void anOffsetIsWhereAReaderGoesOn() throws Exception {
    ScriptedSource<String> script =
        ScriptedSource.<String>script().item("a", 1).reject("?").item("b", 2);
    SourceReader<String> reader = script.open("0", Optional.empty());
    List<String> first = new ArrayList<>();
    reader.read(into(first, 2), 0);
    assertThat(first).containsExactly("a@1", "rejected ? at 0:1");
    Offset offset = reader.offset();
    assertThat(reads(script.open("0", Optional.of(offset)), 9)).containsExactly(List.of("b@2"));
  }

  @Test
  void aScriptIsNotChangedByWhatIsAddedToIt() throws Exception {
    ScriptedSource<String> one = ScriptedSource.of("a");
    ScriptedSource<String> two = one.item("b").partition("p").item("c");
    assertThat(one.partitions()).containsExactly("0");
    assertThat(reads(one.open("0", Optional.empty()), 9)).containsExactly(List.of("a"));
    assertThat(two.partitions()).containsExactly("0", "p");
    assertThat(reads(two.open("p", Optional.empty()), 9)).containsExactly(List.of("c"));
  }

  @Test
  void aFailureComesAfterWhatStandsBeforeIt() throws Exception {
    SourceReader<String> reader =
        ScriptedSource.of("a").fail("disk gone").open("0", Optional.empty());
    List<String> read = new ArrayList<>();
    reader.read(into(read, 1), 0);
    assertThat(read).containsExactly("a");
    assertThatThrownBy(() -> reader.read(into(new ArrayList<>(), 1), 0)).hasMessage("disk gone");
  }
}
