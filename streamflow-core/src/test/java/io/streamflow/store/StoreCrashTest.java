package io.streamflow.store;

import static io.streamflow.store.Stores.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.streamflow.lifecycle.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever ends the process, whole epochs are left. */
class StoreCrashTest {
  private static final int ENDLESS = Integer.MAX_VALUE / 2;

  @TempDir Path directory;

  /** The epoch of the manifest; all keys are of that one. */
  private int wholeEpoch() {
    try (StateStore store = StateStore.open(directory.resolve("s"), StoreOptions.defaults())) {
      String manifest = manifest(store);
      if (manifest.equals("none")) {
        assertThat(Stores.all(store)).isEmpty();
        return 0;
      }
      int epoch = Integer.parseInt(manifest);
      List<String> all = Stores.all(store);
      assertThat(all).hasSize(2 * StoreChildJvm.KEYS);
      assertThat(all)
          .allSatisfy(pair ->
              assertThat(Integer.parseInt(pair.substring(pair.indexOf('=') + 1))).isEqualTo(epoch));
      assertThat(all.stream().filter(pair -> pair.startsWith("range" + epoch + "-")))
          .hasSize(StoreChildJvm.KEYS);
      return epoch;
    }
  }

  @Test
  @Timeout(180)
  void aKilledProcessLeavesAWholeEpoch() throws Exception {
    Random random = new Random(1);
    int last = 0;
    for (int kill = 0; kill < 20; kill++) {
      Process child = ChildJvm.start(StoreChildJvm.command(directory.resolve("s"), ENDLESS));
      int said = last;
      try (BufferedReader out = child.inputReader()) {
        for (int i = random.nextInt(20); i >= 0; i--) {
          said = Integer.parseInt(out.readLine());
        }
        for (int i = random.nextInt(2_000_000); i > 0; i--) {
          Thread.onSpinWait(); // so that it dies at another point each time
        }
        child.destroyForcibly();
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      last = wholeEpoch();
      assertThat(last).isGreaterThanOrEqualTo(said);
    }
  }

  @Test
  void aCrashWhileTheStateIsMadeLeavesADirectoryThatCanBeUsed() throws IOException {
    Path made = Files.createDirectory(directory.resolve("s"));
    Files.createFile(made.resolve(OwnerLock.NAME));
    Path staging = Files.createDirectory(made.resolve(StagedFile.CREATING));
    Files.write(staging.resolve(DataFile.NAME), new byte[100]);
    Files.write(staging.resolve(DataFile.LOCK_NAME), new byte[100]);
    assertThat(wholeEpoch()).isZero();
    assertThat(staging).doesNotExist();
  }

  @ParameterizedTest
  @Timeout(60)
  @ValueSource(ints = {400, 500, 600}) // with 500 it is a fold that fails
  void aFullDiskEndsTheCommitOrFoldAndLeavesTheLastEpoch(int kibibytes) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
    List<String> command = StoreChildJvm.command(directory.resolve("s"), ENDLESS);
    Process child = ChildJvm.start(ChildJvm.withFilesUpTo(kibibytes, command));
    List<String> said;
    try (BufferedReader out = child.inputReader()) {
      said = out.lines().toList();
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor()).as(said::toString).isZero();
    assertThat(said.getLast())
        .contains("data.mdb")
        .contains("cannot be written")
        .contains("room on the disk")
        .contains("the last checkpoint is intact");
    int last = wholeEpoch();
    assertThat(last).isEqualTo(said.size() - 1);

    Process withRoom = ChildJvm.start(StoreChildJvm.command(directory.resolve("s"), 10));
    try (BufferedReader out = withRoom.inputReader()) {
      assertThat(out.lines().toList()).hasSize(10);
    }
    assertThat(wholeEpoch()).isEqualTo(last + 10);
  }
}
