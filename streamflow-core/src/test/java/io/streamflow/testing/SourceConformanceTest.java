package io.streamflow.testing;

import static io.streamflow.testing.FlawCase.alone;
import static io.streamflow.testing.FlawCase.among;
import static io.streamflow.testing.FlawCase.exactly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.spi.Source;
import io.streamflow.testing.FlawedSource.Flaw;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A source that keeps its contract passes; each way to break it is found, and told. */
class SourceConformanceTest {
  private static final Set<Flaw> UNBOUNDED =
      EnumSet.of(
          Flaw.ENDS_EARLY,
          Flaw.IGNORES_INTERRUPT,
          Flaw.SWALLOWS_INTERRUPT,
          Flaw.STOP_NEVER_ENDS,
          Flaw.STOP_DROPS);

  private static final String NAMES = "partitions have names that stay";
  private static final String ARRIVES = "every item arrives once, in its partition's order";
  private static final String FITS = "a batch takes no more than it has room for";
  private static final String APART = "partitions are read apart from each other";
  private static final String COPY = "it can be brought to another process, or says no";
  private static final String ANEW = "opened again, it begins anew";
  private static final String NEW = "a new partition begins at its first item";
  private static final String RESUMES = "an offset resumes with the next item";
  private static final String BEGINNING = "an offset before the first read is the beginning";
  private static final String END = "an offset at the end has nothing after it";
  private static final String OFTEN = "an offset resumes as often as it is used";
  private static final String ELSEWHERE = "offsets resume in another process";
  private static final String STORED = "a stored checkpoint lets nothing go that follows it";
  private static final String WAITS = "a read that waits is interrupted";
  private static final String INTERRUPT = "a read does not lose an interrupt";
  private static final String STOP = "stopping loses nothing";
  private static final String CLOSE = "closing before the first read, and twice";
  private static final String CLOSE_ONE = "closing one twice disturbs no other";
  private static final String THREADS = "closing ends its threads";
  private static final String ONE = "a job of one task reads every item once";
  private static final String TWO = "a job of two tasks reads every item once";
  private static final String MORE = "a job with more tasks than partitions reads every item once";
  private static final String CANCEL = "a job that is cancelled ends";
  private static final String CRASH = "a job that crashes counts every item once";

  static Stream<FlawCase> flaws() {
    return Stream.of(
        exactly(Flaw.NONE),
        exactly(Flaw.NAMES_CHANGE, NAMES),
        among(Flaw.NAMES_TWICE, NAMES),
        exactly(Flaw.LOSES_LAST, ARRIVES),
        exactly(Flaw.REPEATS_FIRST, ARRIVES),
        exactly(Flaw.OUT_OF_ORDER, ARRIVES),
        among(Flaw.OVERFLOWS, FITS),
        exactly(Flaw.REJECTS, ARRIVES, ONE, TWO, MORE, CRASH),
        among(Flaw.LACKS_TIMESTAMP, ARRIVES),
        alone(Flaw.NEVER_ENDS, ARRIVES),
        among(Flaw.ENDS_EARLY, ARRIVES),
        among(Flaw.OPENS_ONCE, ANEW),
        alone(Flaw.SHARES_POSITION, APART),
        exactly(Flaw.OPENS_NEW_LATE, NEW),
        exactly(Flaw.CANNOT_BE_COPIED, COPY, ELSEWHERE),
        exactly(Flaw.COPY_IS_EMPTY, COPY, ELSEWHERE),
        exactly(Flaw.OFFSET_TOO_FAR, RESUMES, OFTEN, ELSEWHERE, STORED, STOP, CRASH),
        exactly(Flaw.OFFSET_TOO_SHORT, RESUMES, END, OFTEN, ELSEWHERE, STORED, STOP, CRASH),
        exactly(Flaw.OFFSET_FORGETS_WHERE_IT_BEGAN, RESUMES, CRASH),
        among(Flaw.OFFSET_MOVES_WHEN_ASKED, BEGINNING, RESUMES, END),
        exactly(Flaw.OFFSET_LACKS_BEGINNING, BEGINNING, CRASH),
        among(Flaw.OFFSET_LACKS_END, END),
        among(Flaw.OFFSET_WORKS_ONCE, OFTEN),
        exactly(Flaw.OFFSET_IN_MEMORY, ELSEWHERE),
        exactly(Flaw.CHECKPOINT_LETS_GO_TOO_MUCH, STORED, CRASH),
        alone(Flaw.IGNORES_INTERRUPT, WAITS),
        exactly(Flaw.SWALLOWS_INTERRUPT, WAITS, INTERRUPT),
        alone(Flaw.STOP_NEVER_ENDS, STOP),
        alone(Flaw.STOP_DROPS, STOP),
        exactly(Flaw.CLOSE_THROWS_TWICE, CLOSE, CLOSE_ONE),
        exactly(Flaw.CLOSE_THROWS_UNREAD, BEGINNING, CLOSE),
        exactly(Flaw.CLOSE_BREAKS_OTHERS, CLOSE_ONE),
        alone(Flaw.LEAKS_THREAD, THREADS),
        alone(Flaw.HANGS, FITS),
        alone(Flaw.HANGS_WHATEVER_COMES, CANCEL));
  }

  private static SourceConformance<String> suite(Flaw flaw, boolean bounded) {
    Fresh<Source<String>> fresh = () -> new FlawedSource(flaw, bounded);
    return bounded
        ? SourceConformance.bounded(fresh, FlawedSource.ITEMS).seeds(5)
        : SourceConformance.unbounded(fresh, FlawedSource.ITEMS).seeds(5);
  }

  @ParameterizedTest
  @MethodSource("flaws")
  void isFound(FlawCase flawed) {
    Flaw flaw = Flaw.valueOf(flawed.flaw().name());
    SourceConformance<String> suite = suite(flaw, !UNBOUNDED.contains(flaw));
    boolean waits = flawed.extent() == FlawCase.Extent.ALONE;
    flawed.require((waits ? suite.patience(Duration.ofMillis(500)) : suite).checks());
  }

  @Test
  void everyCheckFindsSomething() {
    Set<String> found = new HashSet<>();
    flaws().forEach(flawed -> found.addAll(flawed.found()));
    Set<String> names = new HashSet<>();
    suite(Flaw.NONE, true).checks().forEach(check -> names.add(check.name()));
    suite(Flaw.NONE, false).checks().forEach(check -> names.add(check.name()));
    assertThat(found).isEqualTo(names);
    assertThat(flaws().map(FlawCase::flaw)).containsExactlyInAnyOrder(Flaw.values());
  }

  @TestFactory
  Stream<DynamicTest> oneWithoutFlawAndEndPasses() {
    return suite(Flaw.NONE, false).checks().stream()
        .map(check -> DynamicTest.dynamicTest(check.name(), check::run));
  }

  @Test
  void allFailuresAreToldAtOnce() {
    assertThatThrownBy(suite(Flaw.OFFSET_FORGETS_WHERE_IT_BEGAN, true)::checkAll)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("2 of ")
        .hasMessageContaining("\"" + RESUMES + "\" is broken by flawed OFFSET_FORGETS")
        .hasMessageContaining("\"" + CRASH + "\" is broken by flawed OFFSET_FORGETS")
        .hasMessageContaining("seed ")
        .hasMessageContaining("opening the partition there goes on with the next");
  }

  @Test
  void aSuiteRefusesWhatItCannotCheck() {
    assertThatThrownBy(() -> suite(Flaw.NONE, true).seeds(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
    assertThatThrownBy(() ->
            SourceConformance.bounded(
                    () -> {
                      throw new IOException("no input");
                    },
                    List.of())
                .checks())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no input");
  }
}
