package io.streamflow.monitor;

import io.streamflow.job.CheckpointsView;
import io.streamflow.job.JobStatus;
import io.streamflow.job.JobView;
import io.streamflow.job.PartitionView.Standing;
import io.streamflow.job.StreamFlowException;
import io.streamflow.job.TaskView.Activity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Jobs as somebody on call may find them. */
enum Scenario {
  HEALTHY {
    @Override
    Drawing at(double seconds) {
      Drawing job = orders("order-stats", seconds, 12_400);
      partitions(job, Duration.ofSeconds(4), Duration.ofMillis(180));
      busy(job);
      return job.channel(4, 5, 1)
          .checkpoints(Optional.empty())
          .outbox("counts", 1, 84_000, Duration.ofSeconds(2), null);
    }
  },
  STUCK {
    @Override
    Drawing at(double seconds) {
      Drawing job = new Drawing("order-stats", seconds);
      job.behind = Duration.ofSeconds(384);
      orders(job, "order-stats", 9_300, 0);
      partitions(job, job.behind, Duration.ofSeconds(378));
      busy(job);
      return job.channel(4, 5, 0).checkpoints(Optional.empty());
    }
  },
  SLOW_SINK {
    @Override
    Drawing at(double seconds) {
      Drawing job = new Drawing("geo-export", seconds);
      job.step("clicks", "source", "Kafka topic clicks", 1).flow(0, 410).micros(3);
      job.step("parse", "map", "", 1, 0).flow(410, 410).micros(21);
      job.step("locate", "map", "", 2, 1).flow(410, 410).micros(48);
      job.step("geo-service", "sink", "POST http://geo.internal/points, AT_LEAST_ONCE", 3, 2)
          .flow(410, 408)
          .micros(4700)
          .latency(2300, 8100);
      for (int i = 0; i < 2; i++) {
        job.task(1, i, Activity.BLOCKED, "locate", Duration.ofMillis(900), .02, .01, .01, .96);
        job.task(2, i, Activity.BLOCKED, "geo-service", Duration.ofMillis(700), .06, 0, .01, .93);
        job.task(3, i, Activity.WORKING, "geo-service", Duration.ofMillis(5), .97, 0, .03, 0);
      }
      return job.channel(1, 2, 8).channel(2, 3, 8);
    }
  },
  LIMITED {
    @Override
    Drawing at(double seconds) {
      Drawing job = new Drawing("replay", seconds);
      job.step("archive", "source", "files archive/*.json", 1).flow(0, 500).micros(3);
      job.step("gently", "limitRate", "500.0/s, burst 50", 1, 0).flow(500, 500).micros(1);
      job.step("store", "sink", "POST http://store.internal, AT_LEAST_ONCE", 2, 1)
          .flow(500, 500)
          .micros(300);
      return job.task(1, 0, Activity.LIMITED, "gently", .02, .01, .01, .0, .96)
          .task(2, 0, Activity.WAITING, null, .15, 0, .85, 0)
          .channel(1, 2, 0);
    }
  },
  FAILING {
    @Override
    Drawing at(double seconds) {
      Drawing job = orders("order-stats", seconds, 5_200);
      partitions(job, Duration.ofSeconds(4), Duration.ofMillis(90));
      Drawing.Draft enrich = job.step("enrich", "map", "", 2, 5).flow(40, 38).micros(310);
      enrich.skipped = job.counted(1.6);
      enrich.deadLettered = job.counted(.4);
      enrich.retries = job.counted(4);
      enrich.failing(
          "java.lang.NumberFormatException: For input string: \"12,50\" of order 8831-B");
      job.step("enriched", "sink", "file enriched/, EXACTLY_ONCE", 2, enrich.id)
          .flow(38, 38)
          .latency(12, 80);
      busy(job);
      return job.channel(4, 5, 1);
    }
  },
  FAILED {
    @Override
    Drawing at(double seconds) {
      String message =
          "no space left on device: state/data.mdb could not grow to 18253611008 bytes";
      return orders("order-stats", 7200, 9_000)
          .checkpoints(Optional.empty())
          .failed(3, "order-stats", message)
          .status(
              new JobStatus.Failed(
                  new StreamFlowException.JobFailed(
                      "order-stats", "order-stats", message, new IllegalStateException(message))));
    }
  },
  RESTARTING {
    @Override
    Drawing at(double seconds) {
      return orders("order-stats", seconds, 0)
          .checkpoints(Optional.empty())
          .failed(2, "counts", "the broker at kafka-1:9092 does not answer");
    }
  },
  LATE {
    @Override
    Drawing at(double seconds) {
      Drawing job = orders("views-per-page", seconds, 21_000);
      partitions(job, Duration.ofSeconds(4), Duration.ofMillis(20));
      Drawing.Draft window =
          job.step("by-hour", "window", "tumbling PT1H, late PT5M", 2, 4)
              .flow(21_000, 3)
              .micros(1.4);
      window.late = job.counted(37);
      window
          .window(job.taken.minusSeconds(3000), Duration.ofHours(1))
          .state(1_240_000, 96_000_000, .94);
      job.step("hours", "sink", "forEach, AT_LEAST_ONCE", 2, window.id)
          .flow(3, 3)
          .latency(1800, 61_000);
      busy(job);
      return job.channel(4, 5, 2).channel(4, window.id, 3);
    }
  },
  OUTBOX {
    @Override
    Drawing at(double seconds) {
      Drawing job = orders("order-stats", seconds, 7_700);
      partitions(job, Duration.ofSeconds(4), Duration.ofMillis(60));
      busy(job);
      return job.channel(4, 5, 1)
          .checkpoints(Optional.empty())
          .outbox(
              "counts",
              27,
              48_300_000,
              Duration.ofSeconds(272),
              "TimeoutException: topic page-counts not present in metadata after 60000 ms");
    }
  },
  CHECKPOINT {
    @Override
    Drawing at(double seconds) {
      Drawing job = orders("order-stats", seconds, 800);
      partitions(job, Duration.ofSeconds(4), Duration.ofMillis(60));
      job.task(1, 0, Activity.READING, "orders", .1, .9, 0, 0)
          .task(1, 1, Activity.WORKING, "valid", Duration.ofSeconds(94), .9, .1, 0, 0);
      job.task(2, 0, Activity.WAITING, null, .1, 0, .9, 0)
          .task(2, 1, Activity.WAITING, null, .1, 0, .9, 0);
      return job.channel(4, 5, 0)
          .checkpoints(
              Optional.of(
                  new CheckpointsView.Pending(
                      (long) seconds / 10 + 1,
                      Duration.ofSeconds(94),
                      List.of("stage-1/1", "stage-2/0", "stage-2/1"))));
    }
  },
  LARGE {
    @Override
    Drawing at(double seconds) {
      return large(seconds);
    }
  };

  /** The job so many seconds after its start. */
  abstract Drawing at(double seconds);

  JobView view(double seconds) {
    return at(seconds).view();
  }

  private static Drawing orders(String name, double seconds, double rate) {
    return orders(new Drawing(name, seconds), name, rate, 310);
  }

  /** So many a second, and so many results; without, the window stands still. */
  private static Drawing orders(Drawing job, String name, double rate, double results) {
    job.step("orders", "source", "Kafka topic orders, 4 partitions", 1).flow(0, rate).micros(4);
    job.step("withEventTime-1", "withEventTime", "out of order by PT5S, idle after PT1M", 1, 0)
        .flow(rate, rate)
        .micros(.3);
    job.step("valid", "filter", "", 1, 1).flow(rate, .8 * rate).micros(.8);
    job.step("priced", "map", "", 1, 2).flow(.8 * rate, .8 * rate).micros(11);
    job.step("keyBy-1", "keyBy", "", 1, 3).flow(.8 * rate, .8 * rate).micros(.4);
    job.step(name, "window", "sliding PT1H every PT5M", 2, 4)
        .flow(.8 * rate, results)
        .micros(42)
        .window(job.taken.minus(job.behind).minusSeconds(3580), Duration.ofHours(1))
        .state(84_200, 18_600_000, .987);
    job.step("counts", "sink", "Kafka topic page-counts, EXACTLY_ONCE", 2, 5)
        .flow(results, results)
        .micros(120)
        .latency(340, 1250);
    return job;
  }

  private static void busy(Drawing job) {
    for (int i = 0; i < 2; i++) {
      job.task(
          1,
          i,
          i == 0 ? Activity.READING : Activity.WORKING,
          i == 0 ? "orders" : "priced",
          .16,
          .71,
          .11,
          .02);
      job.task(2, i, Activity.WORKING, "order-stats", .34, 0, .66, 0);
    }
  }

  private static void partitions(Drawing job, Duration slowest, Duration silent) {
    Optional<Duration> idle =
        silent.toSeconds() > 60 ? Optional.empty() : Optional.of(Duration.ofMinutes(1));
    job.partition(
            "orders",
            "orders-0",
            Standing.ACTIVE,
            Duration.ofMillis(4100),
            Duration.ofMillis(20),
            idle,
            120)
        .partition(
            "orders",
            "orders-1",
            Standing.ACTIVE,
            Duration.ofMillis(3900),
            Duration.ofMillis(40),
            idle,
            80)
        .partition(
            "orders",
            "orders-2",
            silent.toSeconds() > 60 ? Standing.AHEAD : Standing.IDLE,
            Duration.ofSeconds(3),
            Duration.ofSeconds(75),
            idle,
            0)
        .partition("orders", "orders-3", Standing.ACTIVE, slowest, silent, idle, 2410);
  }

  private static Drawing large(double seconds) {
    Drawing job = new Drawing("fraud-and-reporting", seconds);
    int[] ends = new int[3];
    String[] topics = {"payments", "logins", "devices"};
    for (int s = 0; s < 3; s++) {
      double rate = 4000 - 1200 * s;
      int id =
          job.step(topics[s], "source", "Kafka topic " + topics[s], s + 1)
              .flow(0, rate)
              .micros(3)
              .id;
      for (String part : List.of("time", "valid", "normalized", "key")) {
        id =
            job.step(topics[s] + "-" + part, part.equals("valid") ? "filter" : "map", "", s + 1, id)
                .flow(rate, rate)
                .micros(6)
                .id;
      }
      ends[s] = id;
    }
    int merged =
        job.step("all-events", "merge", "3 streams", 4, ends[0], ends[1], ends[2])
            .flow(8400, 8400)
            .micros(.5)
            .id;
    int profile =
        job.step("customer-profile-over-the-last-ninety-days", "process", "", 4, merged)
            .flow(8400, 8400)
            .micros(90)
            .state(3_400_000, 1_290_000_000, .81)
            .id;
    int scored = job.step("scored", "map", "", 4, profile).flow(8400, 8400).micros(160).id;
    int suspicious =
        job.step("suspicious", "filter", "score over 0.9", 4, scored).flow(8400, 12).micros(1).id;
    job.step("alerts", "sink", "POST http://alerts/, AT_LEAST_ONCE", 4, suspicious)
        .flow(12, 12)
        .micros(900)
        .latency(90, 700);
    for (int w = 0; w < 3; w++) {
      String of = List.of("country", "merchant", "card").get(w);
      int keyed = job.step("by-" + of, "keyBy", "", 4, scored).flow(8400, 8400).micros(.4).id;
      int window =
          job.step("sums-per-" + of, "window", "tumbling PT1M", 5 + w, keyed)
              .flow(8400, 40)
              .micros(2)
              .window(job.taken.minusSeconds(50), Duration.ofMinutes(1))
              .state(2000, 0, 0)
              .id;
      job.step("table-" + of, "sink", "MiniKV " + of + ", EXACTLY_ONCE", 5 + w, window)
          .flow(40, 40)
          .latency(900, 2100);
      job.channel(keyed, window, w + 1);
    }
    int join =
        job.step("raw", "sink", "files raw/, EXACTLY_ONCE", 8, ends[0])
            .flow(4000, 4000)
            .micros(30)
            .latency(5, 12)
            .id;
    for (int s = 0; s < 3; s++) {
      job.channel(ends[s], merged, s == 0 ? 7 : 2)
          .partition(
              topics[s],
              topics[s] + "-0",
              Standing.ACTIVE,
              Duration.ofSeconds(2 + s),
              Duration.ofMillis(20),
              Optional.of(Duration.ofMinutes(1)),
              10L * s);
    }
    job.channel(ends[0], join, 1);
    for (int stage = 1; stage <= 8; stage++) {
      for (int i = 0; i < 2; i++) {
        job.task(
            stage,
            i,
            stage == 4 ? Activity.WORKING : Activity.WAITING,
            stage == 4 ? "scored" : null,
            stage == 4 ? .98 : .1,
            stage < 4 ? .4 : 0,
            stage == 4 ? .02 : .3,
            stage == 1 ? .4 : 0);
      }
    }
    return job.checkpoints(Optional.empty());
  }
}
