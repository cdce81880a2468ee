package io.streamflow.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.time.EventTime;
import io.streamflow.window.WindowResult;
import io.streamflow.window.Windows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From files to files through a job that crashes wherever that could do harm: every line counts
 * once, whatever the files' form and the job's size from one start to the next.
 */
class DurableFilesTest {
  private static final int SEEDS = 48;
  private static final int LINES = 150;

  @TempDir Path directory;

  record Entry(int key, long time) {}

  /** The form of the output, which does not change what is in it. */
  private static <T> FileSink<T> formed(FileSink<T> sink, long seed) {
    FileSink<T> formed = seed % 3 == 1 ? sink.gzip() : sink;
    return switch ((int) (seed / 2 % 4)) {
      case 1 -> formed.rolling(Rolling.bySize(500));
      case 2 -> formed.rolling(Rolling.byAge(Duration.ofMillis(5)).orBySize(5_000));
      case 3 -> formed.rolling(Rolling.bySize(2_000).orAtCheckpoint());
      default -> formed;
    };
  }

  private static Pipeline pipeline(Path input, Path output, long seed) {
    Stream<Entry> entries =
        Stream.from(FileSource.jsonLines(input + "/*", Entry.class))
            .onError(
                OnError.deadLetter(
                    FileSink.lines(output.resolve("rejected"))
                        .compose(failed -> failed.item().toString())))
            .withEventTimeMillis(Entry::time, EventTime.outOfOrderBy(Duration.ofSeconds(1)));
    return Pipeline.of(
        entries
            .keyBy(Entry::key)
            .window(Windows.tumbling(Duration.ofMillis(100)))
            .aggregate("lists", Aggregators.topN(100, Entry::time))
            .map(WindowResult::toString)
            .to("windows", formed(FileSink.lines(output.resolve("windows")), seed)),
        entries.to(
            "all",
            formed(FileSink.csv(output.resolve("all"), Entry.class), seed)
                .partitionBy(entry -> "third=" + entry.key() % 3 + "/x")
                .maxOpenFiles(seed % 5 == 0 ? 2 : 20)));
  }

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void everyLineCountsOnceHoweverOftenTheJobCrashes() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Path work = Files.createDirectory(directory.resolve("seed-" + seed));
      Path input = Files.createDirectory(work.resolve("in"));
      write(input, random);
      PipelineDriver.of(
              pipeline(input, work.resolve("expected"), 0),
              JobOptions.defaults().parallelism(1),
              seed)
          .run();

      Path output = work.resolve("out");
      Pipeline pipeline = pipeline(input, output, seed);
      int starts = 0;
      boolean done = false;
      while (!done) {
        JobOptions options =
            JobOptions.durable(work.resolve("state")).parallelism(1 + random.nextInt(3));
        int oneIn = (int) Math.pow(10, 1.5 + 2 * random.nextDouble());
        done =
            PipelineDriver.crashing(pipeline, options, 1_000 * seed + starts++, oneIn).runOrCrash();
      }
      for (String place : List.of("windows", "all", "rejected")) {
        assertThat(lines(output.resolve(place)))
            .as("seed %d, %s, %d starts", seed, place, starts)
            .isEqualTo(lines(work.resolve("expected").resolve(place)));
      }
    }
  }

  private static void write(Path input, Random random) throws IOException {
    for (int file = 0; file < 3; file++) {
      StringBuilder text = new StringBuilder();
      for (int line = 0; line < LINES; line++) {
        text.append(
            random.nextInt(20) == 0
                ? "garbage " + line
                : "{\"key\":"
                    + (file + 3 * random.nextInt(3))
                    + ",\"time\":"
                    + (line * 7 + random.nextInt(50))
                    + "}");
        text.append(line == LINES - 1 && file == 0 ? "" : "\n");
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      boolean compressed = file == 1;
      Path path = input.resolve(file + (compressed ? ".jsonl.gz" : ".jsonl"));
      try (OutputStream out =
          compressed
              ? new GZIPOutputStream(Files.newOutputStream(path))
              : Files.newOutputStream(path)) {
        out.write(bytes);
      }
    }
  }

  /** The lines of all files, each with its directory; but for headers. */
  private static List<String> lines(Path place) throws IOException {
    List<String> lines = new ArrayList<>();
    try (var files = Files.walk(place)) {
      for (Path part : files.filter(Files::isRegularFile).toList()) {
        assertThat(part.getFileName().toString()).startsWith("part-"); // nothing unfinished is left
        List<String> found = PartText.lines(part);
        if (part.toString().contains(".csv")) {
          assertThat(found).startsWith("key,time").hasSizeGreaterThan(1);
          found = found.subList(1, found.size());
        }
        Path partition = place.relativize(part).resolveSibling("x");
        found.forEach(line -> lines.add(partition + " " + line));
      }
    }
    lines.sort(null);
    return lines;
  }
}
