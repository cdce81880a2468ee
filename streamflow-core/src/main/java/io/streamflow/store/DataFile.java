package io.streamflow.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.CopyFlags;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Stat;
import org.lmdbjava.Txn;

/**
 * LMDB's file, open: its environment and the tables in it, {@code state} for the pairs, the log's
 * for what is not moved there yet, and {@code meta} for the format and the manifest. Throws what
 * LMDB throws. Whoever holds it sees to it that nobody is in a native call when it grows or is
 * closed: either would end the JVM.
 */
final class DataFile implements AutoCloseable {
  /** LMDB's own name for it. */
  static final String NAME = "data.mdb";

  /** LMDB's table of readers, beside it. */
  static final String LOCK_NAME = "lock.mdb";

  private static final byte[] STATE = "state".getBytes(StandardCharsets.UTF_8);
  private static final byte[] META = "meta".getBytes(StandardCharsets.UTF_8);
  private static final byte[] MANIFEST = "manifest".getBytes(StandardCharsets.UTF_8);
  private static final byte[] FORMAT = "format".getBytes(StandardCharsets.UTF_8);
  private static final int MAX_TABLES = 8;

  /** LMDB takes maps of whole pages, and a page has at most 64 KiB. */
  private static final long MAP_UNIT = 1L << 16;

  static {
    // Before the first class of LMDB's binding, or the JVM warns of its use of Unsafe.
    if (System.getProperty("jffi.unsafe.disabled") == null) {
      System.setProperty("jffi.unsafe.disabled", "true");
    }
  }

  private final Path path;
  private final Env<Window> env;
  private final Dbi<Window> state;
  private final DeltaLog log;
  private final Dbi<Window> meta;

  private DataFile(Path path, Env<Window> env, Dbi<Window> state, DeltaLog log, Dbi<Window> meta) {
    this.path = path;
    this.env = env;
    this.state = state;
    this.log = log;
    this.meta = meta;
  }

  private static Env<Window> environment(
      Path directory, long mapBytes, int readers, EnvFlags... flags) {
    try {
      return Env.create(Window.PROXY)
          .setMapSize(Math.ceilDiv(mapBytes, MAP_UNIT) * MAP_UNIT)
          .setMaxDbs(MAX_TABLES)
          .setMaxReaders(readers)
          .open(directory.toFile(), flags);
    } catch (LinkageError e) {
      throw StateStoreException.about(
          directory,
          "LMDB's native code cannot be loaded on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch"),
          "durable state needs Linux with glibc, macOS or Windows, java.io.tmpdir to allow"
              + " executables, and no --illegal-native-access=deny without"
              + " --enable-native-access",
          e);
    }
  }

  /**
   * Makes the file, with its tables and its format, in an empty directory. Platform thread only.
   */
  static void create(Path directory) {
    try (Env<Window> env = environment(directory, 16 * MAP_UNIT, 1);
        Txn<Window> txn = env.txnWrite()) {
      env.openDbi(txn, STATE, null, false, DbiFlags.MDB_CREATE);
      DeltaLog.open(env, txn, DbiFlags.MDB_CREATE);
      Dbi<Window> meta = env.openDbi(txn, META, null, false, DbiFlags.MDB_CREATE);
      byte[] format = Format.current().toBytes();
      meta.reserve(txn, new KeyBuffer().hold(FORMAT), format.length).write(format);
      txn.commit();
    }
  }

  /** Opens the file in a directory that this process owns. */
  static DataFile open(Path directory, long mapBytes, int readers, boolean durable) {
    return durable
        ? opened(directory, mapBytes, readers, EnvFlags.MDB_NOTLS)
        : opened(directory, mapBytes, readers, EnvFlags.MDB_NOTLS, EnvFlags.MDB_NOSYNC);
  }

  /** Opens the file in a directory that nobody writes to; touches nothing in it. */
  static DataFile openToRead(Path directory, int readers) {
    return opened(
        directory,
        MAP_UNIT, // LMDB takes more, as the file needs it
        readers,
        EnvFlags.MDB_NOTLS,
        EnvFlags.MDB_RDONLY_ENV,
        EnvFlags.MDB_NOLOCK);
  }

  private static DataFile opened(Path directory, long mapBytes, int readers, EnvFlags... flags) {
    Env<Window> env = environment(directory, mapBytes, readers, flags);
    try (Txn<Window> txn = env.txnRead()) {
      Dbi<Window> state = env.openDbi(txn, STATE, null, false);
      DeltaLog log = DeltaLog.open(env, txn);
      Dbi<Window> meta = env.openDbi(txn, META, null, false);
      txn.commit(); // or the tables would not stay open
      return new DataFile(directory.resolve(NAME), env, state, log, meta);
    } catch (RuntimeException | Error e) {
      env.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  Txn<Window> beginRead() {
    return env.txnRead();
  }

  Txn<Window> beginWrite() {
    return env.txnWrite();
  }

  Cursor<Window> cursor(Txn<Window> txn) {
    return state.openCursor(txn);
  }

  /** The value of a key of the state, until the next operation of the transaction. */
  @Nullable Window get(Txn<Window> txn, Window key) {
    return state.get(txn, key);
  }

  /** How many bytes the pages of the state have. */
  long stateBytes(Txn<Window> txn) {
    Stat pages = state.stat(txn);
    return (pages.branchPages + pages.leafPages + pages.overflowPages) * pages.pageSize;
  }

  DeltaLog log() {
    return log;
  }

  /** What the last commit before this transaction told of itself. */
  Optional<byte[]> manifest(Txn<Window> txn) {
    return metaValue(txn, MANIFEST);
  }

  void putManifest(Txn<Window> txn, byte[] manifest) {
    meta.reserve(txn, new KeyBuffer().hold(MANIFEST), manifest.length).write(manifest);
  }

  /** The format record, if there is any. */
  Optional<byte[]> format(Txn<Window> txn) {
    return metaValue(txn, FORMAT);
  }

  private Optional<byte[]> metaValue(Txn<Window> txn, byte[] key) {
    Window value = meta.get(txn, new KeyBuffer().hold(key));
    return value == null ? Optional.empty() : Optional.of(value.copy());
  }

  /** How large the file can become before it has to grow. */
  long mapBytes() {
    return env.info().mapSize;
  }

  /** Makes room for a larger file. No transaction may be open. */
  void grow(long mapBytes) {
    env.setMapSize(Math.ceilDiv(mapBytes, MAP_UNIT) * MAP_UNIT);
  }

  /** Writes the newest checkpoint, without free pages, to an empty directory; does not force it. */
  void copyTo(Path directory) {
    env.copy(directory.toFile(), CopyFlags.MDB_CP_COMPACT);
  }

  @Override
  public void close() {
    env.close();
  }
}
