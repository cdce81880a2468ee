package io.streamflow.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.job.CheckpointsView;
import io.streamflow.job.JobView;
import io.streamflow.job.PartitionView.Standing;
import io.streamflow.job.TaskView.Activity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of a view, letter by letter: others read it. */
class JobJsonTest {
  private static String json(JobView view) {
    return JsonMapper.builder()
        .build()
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(JobJson.of(3, view).toMap());
  }

  @Test
  void everythingThatThereIsToBeTold() {
    Drawing job = new Drawing("orders", 20);
    Drawing.Draft source = job.step("in", "source", "a queue", 1).micros(2.5).failing("no number");
    source.out = 12;
    source.skipped = 1;
    source.retries = 2;
    Drawing.Draft sink =
        job.step("out", "sink", "", 2, 0).latency(1.5, 20).window(job.taken, Duration.ofMinutes(1));
    sink.in = 9;
    sink.out = 8;
    sink.late = 3;
    sink.deadLettered = 4;
    sink.state(5, 600, .75);
    job.task(1, 0, Activity.BLOCKED, "out", Duration.ofMillis(1500), .5, .25, .05, .2, .25)
        .channel(0, 1, 8)
        .partition(
            "in",
            "in-0",
            Standing.ACTIVE,
            Duration.ofSeconds(5),
            Duration.ofMillis(250),
            Optional.of(Duration.ofMinutes(1)),
            77)
        .partition("in", "in-1", Standing.IDLE, null, Duration.ofDays(1), Optional.empty(), 0)
        .checkpoints(
            Optional.of(
                new CheckpointsView.Pending(3, Duration.ofMillis(40), List.of("stage-1/0"))))
        .outbox("out", 2, 1000, Duration.ofSeconds(3), "refused")
        .failed(1, "out", "disk full");
    assertThat(json(job.view())).isEqualToNormalizingNewlines(EXPECTED);
  }

  @Test
  void whatIsNotKnownIsNull() {
    Drawing job = new Drawing("orders", 0);
    job.step("in", "source", "", 1);
    assertThat(json(job.view()))
        .contains(
            "\"lastFailure\" : null", "\"checkpoints\" : null", "\"timePerItemSeconds\" : null")
        .contains("\"latency\" : null", "\"openWindow\" : null", "\"state\" : null");
  }

  private static final String EXPECTED =
      """
      {
        "id" : 3,
        "name" : "orders",
        "status" : "RUNNING",
        "started" : "2026-11-28T09:00:00Z",
        "taken" : "2026-11-28T09:00:20Z",
        "ageSeconds" : 20.0,
        "parallelism" : 2,
        "restarts" : 1,
        "lastFailure" : {
          "at" : "2026-11-28T09:00:17Z",
          "step" : "out",
          "message" : "disk full"
        },
        "steps" : [ {
          "id" : 0,
          "name" : "in",
          "kind" : "source",
          "description" : "a queue",
          "upstreams" : [ ],
          "stage" : 1,
          "in" : 0,
          "out" : 12,
          "late" : 0,
          "skipped" : 1,
          "deadLettered" : 0,
          "retries" : 2,
          "lastFailure" : {
            "at" : "2026-11-28T09:00:18Z",
            "step" : "in",
            "message" : "no number"
          },
          "timePerItemSeconds" : 2.5E-6,
          "latency" : null,
          "openWindow" : null,
          "state" : null
        }, {
          "id" : 1,
          "name" : "out",
          "kind" : "sink",
          "description" : "",
          "upstreams" : [ 0 ],
          "stage" : 2,
          "in" : 9,
          "out" : 8,
          "late" : 3,
          "skipped" : 0,
          "deadLettered" : 4,
          "retries" : 0,
          "lastFailure" : null,
          "timePerItemSeconds" : null,
          "latency" : {
            "samples" : 1000,
            "medianSeconds" : 0.0015,
            "p99Seconds" : 0.02,
            "maxSeconds" : 0.06
          },
          "openWindow" : {
            "start" : "2026-11-28T09:00:20Z",
            "end" : "2026-11-28T09:01:20Z"
          },
          "state" : {
            "entries" : 5,
            "bytes" : 600,
            "hits" : 143478,
            "misses" : 47826
          }
        } ],
        "tasks" : [ {
          "name" : "stage-1/0",
          "stage" : 1,
          "subtask" : 0,
          "activity" : "BLOCKED",
          "sinceSeconds" : 1.5,
          "step" : "out",
          "watermark" : "2026-11-28T09:00:16Z",
          "workingSeconds" : 10.0,
          "readingSeconds" : 5.0,
          "waitingSeconds" : 1.0,
          "blockedSeconds" : 4.0,
          "pausedSeconds" : 5.0
        } ],
        "channels" : [ {
          "from" : 0,
          "to" : 1,
          "channels" : 4,
          "queued" : 24,
          "fullest" : 8,
          "capacity" : 8
        } ],
        "partitions" : [ {
          "step" : "in",
          "name" : "in-0",
          "task" : "stage-1/0",
          "standing" : "ACTIVE",
          "watermark" : "2026-11-28T09:00:15Z",
          "greatest" : "2026-11-28T09:00:20Z",
          "silentSeconds" : 0.25,
          "idleAfterSeconds" : 60.0,
          "lag" : 77
        }, {
          "step" : "in",
          "name" : "in-1",
          "task" : "stage-1/1",
          "standing" : "IDLE",
          "watermark" : null,
          "greatest" : null,
          "silentSeconds" : 86400.0,
          "idleAfterSeconds" : null,
          "lag" : 0
        } ],
        "checkpoints" : {
          "intervalSeconds" : 10.0,
          "completed" : 2,
          "failures" : 0,
          "recent" : [ {
            "epoch" : 1,
            "completed" : "2026-11-28T09:00:10Z",
            "durationSeconds" : 0.040521621,
            "longestPauseSeconds" : 0.002239352,
            "entries" : 4478,
            "bytes" : 330571
          }, {
            "epoch" : 2,
            "completed" : "2026-11-28T09:00:20Z",
            "durationSeconds" : 0.042973359,
            "longestPauseSeconds" : 0.002374843,
            "entries" : 4749,
            "bytes" : 350572
          } ],
          "pending" : {
            "epoch" : 3,
            "sinceSeconds" : 0.04,
            "waitsFor" : [ "stage-1/0" ]
          },
          "fileBytes" : 41943040,
          "logBytes" : 2310000
        },
        "outboxes" : [ {
          "sink" : "out",
          "epochs" : 2,
          "bytes" : 1000,
          "oldestSeconds" : 3.0,
          "failure" : "refused"
        } ]
      }\
      """;
}
