package io.streamflow.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a person reads of a plan with a fan-out, a merge and exchanges, word for word. */
class ExplainTest {

  private static Pipeline pipeline() {
    Stream<Long> clicks =
        Stream.from(Sources.generate(10, i -> i))
            .named("clicks")
            .withEventTimeMillis(i -> i, EventTime.ascending());
    Stream<Long> all = clicks.map(i -> i).merge(clicks.filter(i -> i > 3)).named("all");
    var counts =
        all.keyBy(i -> i % 2)
            .window(Windows.tumbling(Duration.ofMinutes(1)))
            .aggregate("per minute", Aggregators.count());
    return Pipeline.of(
        counts.to("counts", Sinks.forEach(_ -> {})), counts.late().to("late", Sinks.stdout()));
  }

  @Test
  void asATree() {
    assertThat(pipeline().explain(JobOptions.defaults().parallelism(2)))
        .isEqualTo(
            """
            10 steps in 2 stages

            stage 1, parallelism 2
              source 'clicks'  generator, 10 items
              withEventTime 'withEventTime-1'  out of order by PT0S, idle after PT1M
                map 'map-1'
                filter 'filter-1'
                merge 'all'
                keyBy 'keyBy-1'
                  => stage 2, pre-aggregated, hash by key

            stage 2, parallelism 2
              from stage 1, pre-aggregated, hash by key
              window 'per minute'  tumbling PT1M
                sink 'counts'  forEach, AT_LEAST_ONCE
                late 'late-1'
                sink 'late'  stdout, AT_LEAST_ONCE
            """);
  }

  @Test
  void asMermaid() {
    assertThat(pipeline().explainMermaid(JobOptions.defaults().parallelism(2)))
        .isEqualTo(
            """
            flowchart LR
              subgraph stage1["stage 1 x2"]
                s0["source 'clicks'<br/>generator, 10 items"]
                s1["withEventTime 'withEventTime-1'<br/>out of order by PT0S, idle after PT1M"]
                s2["map 'map-1'"]
                s3["filter 'filter-1'"]
                s4["merge 'all'"]
                s5["keyBy 'keyBy-1'"]
              end
              subgraph stage2["stage 2 x2"]
                s6["window 'per minute'<br/>tumbling PT1M"]
                s7["sink 'counts'<br/>forEach, AT_LEAST_ONCE"]
                s8["late 'late-1'"]
                s9["sink 'late'<br/>stdout, AT_LEAST_ONCE"]
              end
              s0 --> s1
              s1 --> s2
              s1 --> s3
              s2 --> s4
              s3 --> s4
              s4 --> s5
              s5 == pre-aggregated, hash by key ==> s6
              s6 --> s7
              s6 --> s8
              s8 --> s9
            """);
  }
}
