package io.streamflow.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.FailedItem;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.spi.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All steps of a job can share one directory for what they could not take. */
class DeadLetterFilesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aJobHasOneDirectoryForAllItsDeadLetters(int parallelism) throws Exception {
    Sink<FailedItem> letters =
        FileSink.lines(directory).compose(failed -> failed.step() + " " + failed.item());
    Stream.from(Sources.generate(100, i -> i).partitions(2))
        .map(i -> refusing(i, 3))
        .named("divide")
        .keyBy(i -> refusing(i, 4) % 5)
        .aggregate("sum", Aggregators.sumLong(i -> refusing(i, 5)))
        .map(sum -> sum.value())
        .to("end", Sinks.forEach(i -> {}))
        .run(JobOptions.defaults().parallelism(parallelism).onError(OnError.deadLetter(letters)));

    assertThat(lines())
        .filteredOn(line -> line.startsWith("divide "))
        .hasSize(10)
        .allMatch(line -> line.endsWith("3"));
    assertThat(lines()).filteredOn(line -> line.startsWith("sum ")).hasSize(20);
    assertThat(lines()).hasSize(30);
  }

  private static long refusing(long item, int digit) {
    if (item % 10 == digit) {
      throw new IllegalArgumentException("ends in " + digit);
    }
    return item;
  }

  private List<String> lines() throws IOException {
    List<String> all = new ArrayList<>();
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(file -> !Files.isDirectory(file)).toList()) {
        if (!file.getFileName().toString().startsWith(".")) {
          all.addAll(Files.readAllLines(file));
        }
      }
    }
    return all;
  }
}
