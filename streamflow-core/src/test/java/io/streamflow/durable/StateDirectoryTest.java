package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.Jobs;
import io.streamflow.job.StreamFlowException.InvalidPipeline;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.job.StreamFlowException.StateUnusable;
import io.streamflow.local.Sources;
import io.streamflow.testing.CollectingSink;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that a job cannot use, or not yet: what is said, and that nothing is left over. */
class StateDirectoryTest {
  @TempDir Path directory;
  private StateUnderTest state;
  private final GatedNumbers numbers = new GatedNumbers();
  private final CollectingSink<Object> out = new CollectingSink<>();

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
  }

  private Pipeline pipeline() {
    return Stream.from(numbers)
        .keyBy(number -> number % 5)
        .aggregate("counts", Aggregators.count())
        .to(out);
  }

  private void store() throws InterruptedException {
    numbers.open(100);
    state.runUntil(100, pipeline(), state.options());
  }

  private void refused(JobOptions options, String... words) {
    int before = Thread.activeCount();
    assertThatThrownBy(() -> pipeline().start(options))
        .isInstanceOf(StateUnusable.class)
        .hasMessageContainingAll(words);
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(before);
  }

  @Test
  void aSecondJobOnTheSameDirectoryIsRefused() throws Exception {
    numbers.open(100);
    try (Job job = pipeline().start(state.options())) {
      refused(state.options(), "belongs to a job", "pid " + ProcessHandle.current().pid());
      assertThatThrownBy(() -> pipeline().state(state.path(), "counts", Long.class, Long.class))
          .isInstanceOf(StateUnusable.class)
          .hasMessageContaining("job.state");
      assertThat(job.checkpoint().epoch()).isPositive();
    }
    pipeline().start(state.options()).close();
  }

  @Test
  void aPlaceThatCannotHoldStateIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "x");
    refused(JobOptions.durable(file), "file", "not a directory");
    refused(JobOptions.durable(directory.resolve("no/where")), "parent directory", "no");
    Path foreign = Files.createDirectory(directory.resolve("foreign"));
    Files.writeString(foreign.resolve("letter.txt"), "x");
    refused(JobOptions.durable(foreign), "other files", "letter.txt", "new or empty");
    assertThat(foreign.toFile().list()).containsExactly("letter.txt");
    Files.delete(foreign.resolve("letter.txt"));
    pipeline().start(JobOptions.durable(foreign)).close();
  }

  /** LMDB's file is made while the tasks run already. */
  @Test
  void aNewDirectoryInWhichNoStateCanBeMadeIsRefused() throws Exception {
    Path inTheWay = Files.createDirectories(state.path().resolve("creating.tmp/x"));
    numbers.open(100);
    List<Job> jobs = Jobs.inThisProcess();
    refused(state.options(), state.path().toString(), "the state cannot be made");
    refused(state.options(), "the state cannot be made");
    assertThat(jobs).containsAll(Jobs.inThisProcess());
    Files.delete(inTheWay);
    store();
  }

  @Test
  void aParentThatCannotBeWrittenIsRefused() throws Exception {
    Path parent = Files.createDirectory(directory.resolve("parent"));
    assumeThat(parent.toFile().setWritable(false)).isTrue();
    try {
      assumeThat(Files.isWritable(parent)).as("root may write anywhere").isFalse();
      refused(JobOptions.durable(parent.resolve("state")), "permissions of its parent");
    } finally {
      assertThat(parent.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void aDamagedFileIsRefusedAndASavepointInItsPlaceGoesOn() throws Exception {
    store();
    Path data = state.path().resolve("data.mdb");
    Path saved = Files.copy(data, directory.resolve("saved"));
    try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
      file.setLength(5_000);
    }
    refused(state.options(), "data.mdb", "damaged");
    Files.delete(data);
    refused(state.options(), "data.mdb is missing");
    Files.copy(saved, data);
    numbers.open(200).shut();
    pipeline().run(state.options());
    assertThat(out.committed()).hasSize(200);
  }

  @Test
  void savepointsThatAreNoneAreRefused() throws Exception {
    JobOptions from = state.options();
    refused(from.restoreFrom(directory.resolve("nowhere")), "nowhere");
    Path half = Files.createDirectories(directory.resolve("half/copying.tmp")).getParent();
    Files.writeString(half.resolve("copying.tmp/data.mdb"), "x");
    refused(from.restoreFrom(half), "half", "not finished");
    assertThat(state.path()).doesNotExist();
  }

  @Test
  void aSavepointOfAnotherPlanIsRefusedBeforeItIsCopied() throws Exception {
    store();
    Path savepoint = directory.resolve("savepoint");
    try (Job job = pipeline().start(state.options())) {
      job.savepoint(savepoint);
    }
    Pipeline other =
        Stream.from(numbers).keyBy(i -> i).aggregate("other", Aggregators.count()).to(out);
    Path fresh = directory.resolve("fresh");
    assertThatThrownBy(() -> other.start(JobOptions.durable(fresh).restoreFrom(savepoint)))
        .isInstanceOf(InvalidPipeline.class)
        .hasMessageContaining(savepoint + ": step 'counts'");
    assertThat(fresh).doesNotExist();
    refused(
        JobOptions.durable(directory.resolve("no/where")).restoreFrom(savepoint),
        "parent directory");
  }

  @Test
  void aRestoreThatACrashCutOffIsBegunAgain() throws Exception {
    store();
    Path savepoint = directory.resolve("savepoint");
    try (Job job = pipeline().start(state.options())) {
      job.savepoint(savepoint);
    }
    Path fresh = directory.resolve("fresh");
    Files.createDirectories(fresh.resolve("copying.tmp"));
    Files.writeString(fresh.resolve("copying.tmp/data.mdb"), "half of it");
    numbers.open(150).shut();
    pipeline().run(JobOptions.durable(fresh).restoreFrom(savepoint));
    assertThat(out.committed()).hasSize(150);
  }

  @Test
  void aSavepointIntoAPlaceThatIsTakenIsRefusedAndTheJobGoesOn() throws Exception {
    numbers.open(100);
    try (Job job = pipeline().start(state.options())) {
      assertThatThrownBy(() -> job.savepoint(state.path()))
          .isInstanceOf(StateUnusable.class)
          .hasMessageContaining("empty directory");
      assertThatThrownBy(() -> job.savepoint(directory.resolve("no/where")))
          .isInstanceOf(StateUnusable.class);
      assertThat(job.checkpoint().epoch()).isPositive();
    }
  }

  @Test
  void stateThatOutgrowsItsBoundFailsTheJobAndGoesOnWithAHigherOne() throws Exception {
    Pipeline large =
        Stream.from(Sources.generate(2_000, i -> "%0500d".formatted(i)))
            .keyBy(text -> text)
            .aggregate("counts", Aggregators.count())
            .to(out);
    assertThatThrownBy(() -> large.run(state.options().stateMaxSize(500_000)))
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("data.mdb")
        .hasMessageContaining("JobOptions.stateMaxSize");
    assertThat(out.committed()).isEmpty();
    large.run(state.options());
    assertThat(out.committed()).hasSize(2_000);
  }

  /** Keeps one large array per key. */
  private static final class Large implements ProcessFunction<String, Long, byte[], Void, Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] initial(String key) {
      return new byte[100 << 20];
    }

    @Override
    public byte[] onItem(
        Long item, byte[] held, ProcessContext<String, byte[], Void, Integer> context) {
      context.emit((int) held[held.length - 1]);
      byte[] next = held.clone();
      next[next.length - 1]++;
      return next;
    }
  }

  @Test
  void longKeysAndLargeValuesSurvive() throws Exception {
    Pipeline large =
        Stream.from(numbers).keyBy(_ -> "k".repeat(2_000)).process("large", new Large()).to(out);
    for (int start = 1; start <= 3; start++) {
      numbers.open(start);
      state.runUntil(1, large, state.options());
    }
    assertThat(out.committed()).isEqualTo(List.of(0, 1, 2));
  }

  @Test
  void aNewerFormatIsRefused() throws Exception {
    store();
    Path data = state.path().resolve("data.mdb");
    byte[] bytes = Files.readAllBytes(data);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (int at = text.indexOf("SFLW"); at >= 0; at = text.indexOf("SFLW", at + 1)) {
      bytes[at + 2 * Integer.BYTES - 1] = 7;
    }
    Files.write(data, bytes);
    refused(state.options(), "data.mdb", "format version 7", "newer one");
  }
}
