package io.streamflow.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the flight recorder is told of a job. */
class FlightRecorderTest {

  @Test
  void checkpointsBarriersAndSlowFunctionsAreRecorded(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("job.jfr");
    CheckpointInfo last;
    try (Recording recording = new Recording()) {
      recording.start();
      try (Job job =
          Stream.from(Sources.generate(3, index -> index))
              .named("numbers")
              .map((Long number) -> {
                if (number == 1) {
                  Thread.sleep(25);
                }
                return number;
              })
              .named("slow-once")
              .keyBy(number -> number)
              .aggregate("count", Aggregators.count())
              .to("out", new CollectingSink<>())
              .start(JobOptions.durable(directory.resolve("state")).name("recorded"))) {
        job.await();
        last = job.lastCheckpoint().orElseThrow();
      }
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(named(events, "io.streamflow.Checkpoint"))
        .anySatisfy(event -> {
          assertThat(event.getString("job")).isEqualTo("recorded");
          assertThat(event.getLong("epoch")).isEqualTo(last.epoch());
          assertThat(event.getLong("entries")).isEqualTo(last.entries());
          assertThat(event.getLong("bytes")).isEqualTo(last.bytes());
        });
    assertThat(named(events, "io.streamflow.Barrier"))
        .anySatisfy(event -> {
          assertThat(event.getString("task")).startsWith("recorded/numbers");
          assertThat(event.getLong("epoch")).isEqualTo(last.epoch());
        });
    assertThat(named(events, "io.streamflow.SlowFunction"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getString("step")).isEqualTo("slow-once");
          assertThat(event.getDuration("nanos").toMillis()).isGreaterThanOrEqualTo(25);
        });
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }
}
