package io.streamflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Stream;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.time.EventTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DedupeTest {
  private static final long HORIZON = 100;

  record Item(String id, long time) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void ofItemsWithinTheHorizonTheFirstPasses(int parallelism) {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<Item> items = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        items.add(new Item("id-" + random.nextInt(20), i * 10L + random.nextInt(30)));
      }
      List<Item> expected = new ArrayList<>();
      Map<String, Long> passed = new HashMap<>();
      for (Item item : items) {
        Long before = passed.get(item.id());
        if (before == null || Math.abs(item.time() - before) >= HORIZON) {
          expected.add(item);
          passed.merge(item.id(), item.time(), Math::max);
        }
      }
      CollectingSink<Item> out = new CollectingSink<>();
      PipelineDriver.of(
              Stream.from(Sources.from(items))
                  .withEventTimeMillis(Item::time, EventTime.outOfOrderBy(Duration.ofMillis(30)))
                  .dedupe("unique", Item::id, Duration.ofMillis(HORIZON))
                  .to(out),
              JobOptions.defaults().parallelism(parallelism),
              seed)
          .run();
      assertThat(out.committed()).as("seed " + seed).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void withoutTimestampsTheClockCounts() {
    CollectingSink<String> out = new CollectingSink<>();
    PipelineDriver.of(
            Stream.from(Sources.of("a", "b", "a", "a"))
                .dedupe("unique", text -> text, Duration.ofHours(1))
                .to(out),
            JobOptions.defaults(),
            1)
        .run();
    assertThat(out.committed()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aHorizonOfNothingIsRefused() {
    assertThatThrownBy(() -> Stream.from(Sources.of("a")).dedupe("u", text -> text, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
  }
}
