package io.streamflow.connectors.file;

import io.streamflow.function.MapFunction;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a sink spreads its lines over files.
 *
 * @param partition which directory an item goes to; null when all go to the one
 * @param maxOpenFiles how many files a subtask writes at once
 * @param rolling when files are finished
 * @param gzip whether they are compressed
 * @param replaceExisting whether output of earlier runs may be removed
 */
record FileLayout<T>(
    @Nullable MapFunction<? super T, String> partition,
    int maxOpenFiles,
    Rolling rolling,
    boolean gzip,
    boolean replaceExisting)
    implements Serializable {
  private static final int DEFAULT_MAX_OPEN_FILES = 100;

  FileLayout {
    if (maxOpenFiles < 1) {
      throw new IllegalArgumentException("maxOpenFiles must be at least 1, but is " + maxOpenFiles);
    }
    Objects.requireNonNull(rolling, "rolling");
  }

  static <T> FileLayout<T> plain() {
    return new FileLayout<>(null, DEFAULT_MAX_OPEN_FILES, Rolling.atCheckpoint(), false, false);
  }

  FileLayout<T> partitionBy(MapFunction<? super T, String> function) {
    Objects.requireNonNull(function, "partition");
    return new FileLayout<>(function, maxOpenFiles, rolling, gzip, replaceExisting);
  }

  FileLayout<T> maxOpenFiles(int files) {
    return new FileLayout<>(partition, files, rolling, gzip, replaceExisting);
  }

  FileLayout<T> rolling(Rolling other) {
    return new FileLayout<>(partition, maxOpenFiles, other, gzip, replaceExisting);
  }

  FileLayout<T> zipped() {
    return new FileLayout<>(partition, maxOpenFiles, rolling, true, replaceExisting);
  }

  FileLayout<T> replacing() {
    return new FileLayout<>(partition, maxOpenFiles, rolling, gzip, true);
  }
}
