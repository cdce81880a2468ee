package io.streamflow.store;

import java.util.Locale;

/**
 * How a store is opened.
 *
 * @param initialMapBytes how much address space the file gets at first; it grows by doubling
 * @param maxMapBytes how large the file may become at most
 * @param readers how many views there may be at once
 * @param durable whether a commit is forced to the disk; without, the end of the machine, not of
 *     the process, may destroy the file, so that it is for tests only
 * @param minLogBytes how many bytes of changes are left in the log at least, and in memory, before
 *     they are moved into the tree; more are when the tree is large
 * @param logMemoryBytes how much memory the log may take before it is moved, however large the tree
 * @param foldPairs how many pairs are moved into the tree at once, at most
 * @param thread what a thread is called that opens the store for a virtual one
 */
public record StoreOptions(
    long initialMapBytes,
    long maxMapBytes,
    int readers,
    boolean durable,
    long minLogBytes,
    long logMemoryBytes,
    int foldPairs,
    String thread) {
  private static final long TEBIBYTE = 1L << 40;
  private static final long MIN_LOG_BYTES = 16L << 20;
  private static final int HEAP_PER_LOG = 16;

  /** A log that is so many times larger than it may be is moved before anything else is done. */
  static final int MUCH_TOO_LARGE = 2;

  private static final int FOLD_PAIRS = 20_000;
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  /** Checks the figures. */
  public StoreOptions {
    if (initialMapBytes <= 0 || maxMapBytes <= 0) {
      throw new IllegalArgumentException(
          "the map must have a positive size: " + initialMapBytes + ", at most " + maxMapBytes);
    }
    if (minLogBytes < 0 || logMemoryBytes <= 0 || foldPairs <= 0) {
      throw new IllegalArgumentException(
          "the log must be moved at some size and by some pairs: "
              + minLogBytes
              + " bytes, at most "
              + logMemoryBytes
              + ", "
              + foldPairs
              + " pairs");
    }
    if (readers <= 0) {
      throw new IllegalArgumentException("there must be at least one reader: " + readers);
    }
  }

  /**
   * Room for a tebibyte, 64 views, and a sixteenth of the heap for the log. Address space costs
   * nothing, so that all of it is taken at once; but on Windows the file is as large as its map, so
   * that there it starts small.
   */
  public static StoreOptions defaults() {
    return new StoreOptions(
        WINDOWS ? 64L << 20 : TEBIBYTE,
        TEBIBYTE,
        64,
        true,
        MIN_LOG_BYTES,
        Runtime.getRuntime().maxMemory() / HEAP_PER_LOG,
        FOLD_PAIRS,
        PlatformThread.NAME);
  }

  /** At this size the log is moved into the tree before anything else is done. */
  long mostLogBytes() {
    return MUCH_TOO_LARGE * logMemoryBytes;
  }

  /** With at most so many bytes in the file. */
  public StoreOptions maxMapBytes(long bytes) {
    return new StoreOptions(
        initialMapBytes, bytes, readers, durable, minLogBytes, logMemoryBytes, foldPairs, thread);
  }

  /** With so much address space at first. */
  public StoreOptions initialMapBytes(long bytes) {
    return new StoreOptions(
        bytes, maxMapBytes, readers, durable, minLogBytes, logMemoryBytes, foldPairs, thread);
  }

  /** With so many views at once. */
  public StoreOptions readers(int count) {
    return new StoreOptions(
        initialMapBytes,
        maxMapBytes,
        count,
        durable,
        minLogBytes,
        logMemoryBytes,
        foldPairs,
        thread);
  }

  /** With or without forcing each commit to the disk. */
  public StoreOptions durable(boolean forced) {
    return new StoreOptions(
        initialMapBytes,
        maxMapBytes,
        readers,
        forced,
        minLogBytes,
        logMemoryBytes,
        foldPairs,
        thread);
  }

  /** With so much left in the log. */
  public StoreOptions minLogBytes(long bytes) {
    return new StoreOptions(
        initialMapBytes, maxMapBytes, readers, durable, bytes, logMemoryBytes, foldPairs, thread);
  }

  /** With so much memory for the log. */
  public StoreOptions logMemoryBytes(long bytes) {
    return new StoreOptions(
        initialMapBytes, maxMapBytes, readers, durable, minLogBytes, bytes, foldPairs, thread);
  }

  /** With so many pairs moved at once. */
  public StoreOptions foldPairs(int pairs) {
    return new StoreOptions(
        initialMapBytes, maxMapBytes, readers, durable, minLogBytes, logMemoryBytes, pairs, thread);
  }

  /** With another name for the thread that opens the store for a virtual one. */
  public StoreOptions thread(String name) {
    return new StoreOptions(
        initialMapBytes,
        maxMapBytes,
        readers,
        durable,
        minLogBytes,
        logMemoryBytes,
        foldPairs,
        name);
  }
}
