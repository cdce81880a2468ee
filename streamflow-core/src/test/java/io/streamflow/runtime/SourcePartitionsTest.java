package io.streamflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.checkpoint.SourcePosition;
import io.streamflow.spi.Offset;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourcePartitionsTest {
  private static final Path STATE = Path.of("state");

  private static RestoredPositions restored(String... partitions) {
    return new RestoredPositions(
        Stream.of(partitions)
            .map(name -> new SourcePosition("read", name, Offset.of(7), Long.MIN_VALUE))
            .toList());
  }

  private static SourcePartitions there(String... partitions) {
    return new SourcePartitions("read", List.of(partitions));
  }

  @Test
  void partitionsThatAreGoneAreNamedAFewAndCounted() {
    assertThat(there("a").warning(restored("f", "b", "c", "e", "d", "a").of("read"), STATE))
        .hasValueSatisfying(warning ->
            assertThat(warning)
                .contains("source 'read': 5 of", "in state", "are gone: b, c, d and 2 more;")
                .contains("positions are kept", "moved, renamed or deleted"));
    assertThat(there("a").warning(restored("a", "b").of("read"), STATE))
        .hasValueSatisfying(warning -> assertThat(warning).contains("knows is gone: b;"));
  }

  @Test
  void newPartitionsAndOtherSourcesAreNoneOfIt() {
    assertThat(there("a", "b").warning(restored("a").of("read"), STATE)).isEmpty();
    assertThat(there("x").warning(restored("a").of("other"), STATE)).isEmpty();
  }

  @Test
  void aPositionIsFoundBySourceAndPartition() {
    assertThat(restored("a", "b").of("read").of("b").map(SourcePosition::partition)).hasValue("b");
    assertThat(restored("a").of("read").of("b")).isEmpty();
    assertThat(restored("a").of("other").of("a")).isEmpty();
  }

  @Test
  void partitionsAreDealtInTurn() {
    assertThat(there("a", "b", "c").deal(2)).containsExactly(List.of("a", "c"), List.of("b"));
    assertThat(there("a").deal(2)).containsExactly(List.of("a"), List.of());
  }
}
