package io.streamflow.examples;

import static io.streamflow.examples.ExampleRun.linesIn;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallExamplesTest {
  @TempDir Path temp;

  @Test
  void quickstartPrintsTheDoubleOfTheNumbersOver50() {
    ExampleRun run = ExampleRun.of("quickstart", "--rate", 1000, "--duration", "200ms");

    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      if (i % 100 > 50) {
        expected.add(String.valueOf(i % 100 * 2));
      }
    }
    assertThat(run.exitCode()).isZero();
    assertThat(run.outLines()).isEqualTo(expected);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void iotAverageAveragesEachSensorAndSkipsWhatItCannotRead() throws IOException {
    Path input = temp.resolve("readings.jsonl");
    Files.write(
        input,
        List.of(
            reading("a", "09:04:59.999Z", "20"),
            reading("a", "09:05:00Z", "30"),
            "{\"sensor\":\"a\"}",
            reading("b", "09:04:30Z", "-1.5"),
            reading("a", "09:04:10Z", "21.5"),
            reading("a", "09:09:59Z", "31"),
            reading("a", "09:00:00Z", "99"))); // a minute behind its window's end: late

    ExampleRun run = ExampleRun.of("iot-average", "--input", input);

    assertThat(run.exitCode()).isZero();
    assertThat(run.outLines())
        .containsExactlyInAnyOrder(
            average("a", "09:00:00Z", "09:05:00Z", "20.75", 2),
            average("b", "09:00:00Z", "09:05:00Z", "-1.5", 1),
            average("a", "09:05:00Z", "09:10:00Z", "30.5", 2));
    assertThat(run.err()).contains("7 records read, 1 skipped, 1 late");
  }

  private static String reading(String sensor, String time, String celsius) {
    return "{\"sensor\":\"%s\",\"time\":\"2026-03-02T%s\",\"celsius\":%s}"
        .formatted(sensor, time, celsius);
  }

  private static String average(
      String sensor, String start, String end, String celsius, int readings) {
    return ("{\"sensor\":\"%s\",\"windowStart\":\"2026-03-02T%s\",\"windowEnd\":\"2026-03-02T%s\","
            + "\"celsius\":%s,\"readings\":%d}")
        .formatted(sensor, start, end, celsius, readings);
  }

  @Test
  void sessionsEndAfterAPause() throws IOException {
    Path input = temp.resolve("access.log");
    Files.write(
        input,
        List.of(
            request("c1", "09:00:10", "/one"),
            request("c1", "09:00:00", "/two"),
            "garbage",
            request("c2", "09:05:00", "/three"),
            request("c1", "09:10:09", "/four?x"),
            request("c1", "09:20:09", "/five")));
    Path output = temp.resolve("out");

    ExampleRun run =
        ExampleRun.of("sessions", "--input", input, "--gap", "10m", "--output", output);

    assertThat(run.exitCode()).isZero();
    assertThat(linesIn(output, "part-*.jsonl"))
        .containsExactlyInAnyOrder(
            session("c1", "09:00:00", "09:10:09", 3, "/four"),
            session("c2", "09:05:00", "09:05:00", 1, "/three"),
            session("c1", "09:20:09", "09:20:09", 1, "/five"));
    assertThat(run.err()).contains("6 records read, 1 skipped, 0 late");
  }

  private static String request(String client, String time, String target) {
    return client
        + " - - [02/Mar/2026:"
        + time
        + " +0000] \"GET "
        + target
        + " HTTP/1.1\" 200 5 \"-\" \"-\"";
  }

  private static String session(
      String client, String start, String end, int requests, String lastPage) {
    return ("{\"client\":\"%s\",\"start\":\"2026-03-02T%sZ\",\"end\":\"2026-03-02T%sZ\","
            + "\"requests\":%d,\"lastPage\":\"%s\"}")
        .formatted(client, start, end, requests, lastPage);
  }

  @Test
  void fraudDetectionFlagsByBothRules() throws IOException {
    Path input = temp.resolve("payments.jsonl");
    Files.write(
        input,
        List.of(
            payment("p1", "a", "09:00:00", "10000"),
            payment("p2", "a", "09:00:00", "10000.01"),
            payment("p3", "b", "09:00:00", "2"),
            payment("p4", "c", "09:00:01", "5000"),
            payment("p5", "b", "09:00:59", "1000"),
            payment("p6", "b", "09:01:00", "1000"),
            payment("p7", "b", "09:01:00", "0.01"),
            payment("p8", "b", "09:01:30", "999.99"),
            payment("p9", "b", "09:02:00", "9000"),
            payment("p10", "d", "09:03:00", "1"),
            payment("p11", "d", "09:02:59", "1000"),
            payment("p12", "d", "09:02:58", "1"),
            payment("p13", "d", "09:03:59", "1e3")));

    ExampleRun run = ExampleRun.of("fraud-detection", "--input", input);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.outLines())
        .containsExactlyInAnyOrder(
            alert("p2", "a", "09:00:00", "10000.01", "amount over 10000"),
            alert("p5", "b", "09:00:59", "1000", "within a minute of a tiny payment"),
            alert("p13", "d", "09:03:59", "1E+3", "within a minute of a tiny payment"));
  }

  @Test
  void fraudDetectionTakesAnotherThreshold() throws IOException {
    Path input = temp.resolve("payments.jsonl");
    Files.write(
        input,
        List.of(payment("p1", "a", "09:00:00", "50"), payment("p2", "a", "09:00:00", "50.6")));

    ExampleRun run = ExampleRun.of("fraud-detection", "--input", input, "--threshold", "50.5");

    assertThat(run.outLines())
        .containsExactly(alert("p2", "a", "09:00:00", "50.6", "amount over 50.5"));
  }

  private static String payment(String id, String account, String time, String amount) {
    return "{\"id\":\"%s\",\"account\":\"%s\",\"time\":\"2026-03-02T%sZ\",\"amount\":%s}"
        .formatted(id, account, time, amount);
  }

  private static String alert(
      String id, String account, String time, String amount, String reason) {
    return ("{\"transaction\":\"%s\",\"account\":\"%s\",\"time\":\"2026-03-02T%sZ\","
            + "\"amount\":%s,\"reason\":\"%s\"}")
        .formatted(id, account, time, amount, reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fraud-detection", "iot-average", "sessions"})
  void makesASampleAndPrintsNothingButResults(String example) {
    ExampleRun run = ExampleRun.of(example);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("no --input: made a sample of ");
    assertThat(run.outLines()).hasSizeGreaterThan(10).allMatch(line -> line.startsWith("{\""));
  }
}
