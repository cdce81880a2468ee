package io.streamflow.testing;

import static io.streamflow.testing.FlawCase.alone;
import static io.streamflow.testing.FlawCase.among;
import static io.streamflow.testing.FlawCase.exactly;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sinks that keep their contract pass; each way to break it is found, and told. */
class SinkConformanceTest {
  private static final String ENDED = "everything written shows when the job has ended";
  private static final String CHECKPOINT = "everything written shows after its checkpoint";
  private static final String STAYS = "what shows stays over a restart";
  private static final String EMPTY = "an epoch without items shows nothing";
  private static final String ORDER = "the items of a writer keep their order";
  private static final String REFUSED = "an item that is refused leaves the others alone";
  private static final String COPY = "it can be brought to another process, or says no";
  private static final String CLOSE = "closing without an item, and twice";
  private static final String CLOSE_ONE = "closing one twice disturbs no other";
  private static final String THREADS = "closing ends its threads";
  private static final String IN_WRITE = "an interrupt is not lost in write";
  private static final String IN_FLUSH = "an interrupt is not lost in flush";
  private static final String IN_PREPARE = "an interrupt is not lost in prepare";
  private static final String IN_COMMIT = "an interrupt is not lost in commit";
  private static final String STALLED = "a call that waits for the target is interrupted";
  private static final String HIDDEN = "nothing shows before its checkpoint";
  private static final String AGAIN = "committing again changes nothing";
  private static final String OTHERS = "another writer commits what one has prepared";
  private static final String WRITTEN = "what is only written never shows";
  private static final String FLUSHED = "what is only flushed never shows";
  private static final String PREPARED = "what is only prepared never shows";
  private static final String CLOSED = "closing without a commit shows nothing";
  private static final String BYTES = "prepared bytes stay as they are";
  private static final String NOT_LOST = "what is flushed is not lost";
  private static final String GOES_ON = "nothing is lost when a job goes on";
  private static final String IDEMPOTENT = "an item written again changes nothing";
  private static final String TOGETHER = "records and mark are written together";
  private static final String NEWEST = "the newest mark is the last one written";
  private static final String FENCED = "an older connection cannot write";
  private static final String DELIVERED = "a batch delivered again changes nothing";
  private static final String CLOSE_CONNECTION = "a connection is closed twice";
  private static final String JOBS = "a job of any parallelism writes every item once";
  private static final String PLAYED = "any order of checkpoints and crashes keeps its promise";
  private static final String CRASH = "a job that crashes keeps its promise";

  static Stream<FlawCase> committing() {
    return Stream.of(
        exactly(FlawedSink.Flaw.NONE),
        among(FlawedSink.Flaw.LOSES_LAST_OF_EPOCH, ENDED, CHECKPOINT, STAYS, JOBS, CRASH),
        exactly(FlawedSink.Flaw.REVERSES, ORDER),
        among(FlawedSink.Flaw.SHOWS_WHEN_WRITTEN, HIDDEN, WRITTEN),
        exactly(FlawedSink.Flaw.SHOWS_WHEN_FLUSHED, HIDDEN, FLUSHED, PREPARED, CLOSED),
        exactly(FlawedSink.Flaw.SHOWS_WHEN_PREPARED, HIDDEN, PREPARED, CLOSED),
        exactly(FlawedSink.Flaw.SHOWS_WHEN_CLOSED, WRITTEN, FLUSHED, CLOSED),
        among(FlawedSink.Flaw.COMMIT_ADDS_AGAIN, AGAIN, PLAYED),
        among(FlawedSink.Flaw.COMMIT_REFUSES_AGAIN, AGAIN, PLAYED, CRASH),
        among(FlawedSink.Flaw.COMMIT_NEEDS_ITS_WRITER, OTHERS, PLAYED, CRASH),
        exactly(FlawedSink.Flaw.COMMIT_TAKES_WHAT_IS_UNPREPARED, HIDDEN, PLAYED),
        among(FlawedSink.Flaw.KEEPS_UNPREPARED, WRITTEN, FLUSHED, PLAYED, CRASH),
        exactly(FlawedSink.Flaw.COMMITS_WHATEVER_IS_PREPARED, IN_PREPARE, PREPARED, PLAYED, CRASH),
        among(FlawedSink.Flaw.EMPTY_EPOCH_FAILS, EMPTY),
        exactly(FlawedSink.Flaw.CHANGES_PREPARED_BYTES, BYTES),
        exactly(FlawedSink.Flaw.CLOSE_THROWS_TWICE, CLOSE, CLOSE_ONE),
        exactly(FlawedSink.Flaw.CLOSE_BREAKS_OTHERS, CLOSE, CLOSE_ONE),
        exactly(FlawedSink.Flaw.SWALLOWS_INTERRUPT, IN_WRITE, IN_FLUSH, IN_PREPARE, IN_COMMIT),
        alone(FlawedSink.Flaw.IGNORES_INTERRUPT, STALLED),
        exactly(FlawedSink.Flaw.TAKES_REFUSED, REFUSED),
        exactly(FlawedSink.Flaw.REFUSED_TAKES_OTHERS_ALONG, REFUSED),
        exactly(FlawedSink.Flaw.REFUSES_WITHOUT_MESSAGE, REFUSED),
        exactly(FlawedSink.Flaw.CANNOT_BE_COPIED, COPY),
        exactly(FlawedSink.Flaw.COPY_WRITES_ELSEWHERE, COPY),
        alone(FlawedSink.Flaw.LEAKS_THREAD, THREADS));
  }

  static Stream<FlawCase> delivering() {
    return Stream.of(
        exactly(FlawedOutboxSink.Flaw.NONE_MARKED),
        exactly(FlawedOutboxSink.Flaw.NONE_KEYED),
        among(FlawedOutboxSink.Flaw.IS_NOT_MARKED, CHECKPOINT, TOGETHER, NEWEST, CRASH),
        among(FlawedOutboxSink.Flaw.FORGETS_MARK, STAYS, TOGETHER, NEWEST, PLAYED, CRASH),
        exactly(FlawedOutboxSink.Flaw.KEEPS_MARK_OF_EMPTY_BATCH, NEWEST, PLAYED),
        among(FlawedOutboxSink.Flaw.WRITES_MARK_LATER, TOGETHER, PLAYED, CRASH),
        exactly(FlawedOutboxSink.Flaw.LETS_OLDER_WRITE, FENCED),
        among(FlawedOutboxSink.Flaw.LOSES_LAST, ENDED, CHECKPOINT, JOBS),
        exactly(FlawedOutboxSink.Flaw.CLOSE_THROWS_TWICE, CLOSE_CONNECTION),
        exactly(FlawedOutboxSink.Flaw.WRITES_AGAIN, DELIVERED),
        exactly(FlawedOutboxSink.Flaw.REFUSES_AGAIN, DELIVERED),
        among(FlawedOutboxSink.Flaw.WRITES_WHEN_ENCODED, HIDDEN, WRITTEN, CRASH));
  }

  static Stream<FlawCase> flushing() {
    return Stream.of(
        exactly(FlawedPlainSink.Flaw.NONE_AT_LEAST_ONCE),
        exactly(FlawedPlainSink.Flaw.NONE_IDEMPOTENT),
        among(FlawedPlainSink.Flaw.KEEPS_BACK_WHEN_FLUSHED, CHECKPOINT, NOT_LOST, PLAYED, CRASH),
        among(FlawedPlainSink.Flaw.LOSES_WHAT_IS_FLUSHED, ENDED, NOT_LOST, GOES_ON, PLAYED),
        among(FlawedPlainSink.Flaw.WRITES_AGAIN, IDEMPOTENT, PLAYED, CRASH),
        among(FlawedPlainSink.Flaw.CANNOT_COMMIT, ENDED, HIDDEN));
  }

  private static SinkConformance<String> committing(FlawedSink.Flaw flaw) {
    return SinkConformance.of(() -> FlawedSink.target(flaw), i -> "item " + i)
        .refusing("bad")
        .stalled(() -> FlawedSink.stalled(flaw))
        .seeds(5);
  }

  private static SinkConformance<String> delivering(FlawedOutboxSink.Flaw flaw) {
    return SinkConformance.of(() -> FlawedOutboxSink.target(flaw), i -> "item " + i).seeds(5);
  }

  private static SinkConformance<String> flushing(FlawedPlainSink.Flaw flaw) {
    return SinkConformance.of(() -> FlawedPlainSink.target(flaw), i -> "item " + i).seeds(5);
  }

  @ParameterizedTest
  @MethodSource("committing")
  void ofACommittingSinkIsFound(FlawCase flawed) {
    SinkConformance<String> suite = committing(FlawedSink.Flaw.valueOf(flawed.flaw().name()));
    boolean waits = flawed.extent() == FlawCase.Extent.ALONE;
    flawed.require((waits ? suite.patience(Duration.ofMillis(500)) : suite).checks());
  }

  @ParameterizedTest
  @MethodSource("delivering")
  void ofADeliveryIsFound(FlawCase flawed) {
    flawed.require(delivering(FlawedOutboxSink.Flaw.valueOf(flawed.flaw().name())).checks());
  }

  @ParameterizedTest
  @MethodSource("flushing")
  void ofAFlushingSinkIsFound(FlawCase flawed) {
    flawed.require(flushing(FlawedPlainSink.Flaw.valueOf(flawed.flaw().name())).checks());
  }

  @Test
  void everyCheckFindsSomething() {
    List<FlawCase> cases =
        Stream.of(committing(), delivering(), flushing()).flatMap(some -> some).toList();
    Set<String> found = new HashSet<>();
    cases.forEach(flawed -> found.addAll(flawed.found()));
    Set<String> names = new HashSet<>();
    List<ConformanceCheck> checks = new ArrayList<>();
    checks.addAll(committing(FlawedSink.Flaw.NONE).checks());
    checks.addAll(delivering(FlawedOutboxSink.Flaw.NONE_MARKED).checks());
    checks.addAll(delivering(FlawedOutboxSink.Flaw.NONE_KEYED).checks());
    checks.addAll(flushing(FlawedPlainSink.Flaw.NONE_AT_LEAST_ONCE).checks());
    checks.addAll(flushing(FlawedPlainSink.Flaw.NONE_IDEMPOTENT).checks());
    checks.forEach(check -> names.add(check.name()));
    assertThat(found).isEqualTo(names);
    assertThat(cases)
        .hasSize(
            FlawedSink.Flaw.values().length
                + FlawedOutboxSink.Flaw.values().length
                + FlawedPlainSink.Flaw.values().length);
  }
}
