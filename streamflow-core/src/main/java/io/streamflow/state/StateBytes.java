package io.streamflow.state;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How keys and values of one state become bytes and back, and how many bytes they have. Used by one
 * task.
 *
 * <p>A value is the number of its form (unsigned LEB128), then what the codec wrote. A key that
 * would be longer than {@value #LONGEST_KEY} bytes is replaced by its SHA-256; its own bytes, with
 * their length, then stand before the value.
 */
final class StateBytes<K, V> {
  static final int LONGEST_KEY = 500;
  private static final byte WHOLE = 0;
  private static final byte HASHED = 1;

  /** Headers and references around an entry, and its share of a table that is half empty. */
  private static final int OBJECTS_PER_ENTRY = 96;

  /** How much larger objects are than their bytes, roughly. */
  private static final int OBJECTS_PER_BYTE = 3;

  private static final int FIRST_GUESS = 32;
  private static final int SMOOTHING = 64;

  final StoredState<K, V> stored;
  private final String step;
  private final String state;
  private final GrowingBytes out = new GrowingBytes();

  /** The average length of a pair, times {@link #SMOOTHING}, so that it moves by small steps. */
  private long smoothedLength = FIRST_GUESS * SMOOTHING;

  /** How many entries are in memory. */
  long entries;

  /** How many of them have to be written. */
  long dirty;

  /** Lookups that found their key in memory. */
  long hits;

  /** Lookups that had to ask the checkpoint. */
  long misses;

  StateBytes(String step, String state, StoredState<K, V> stored) {
    this.step = step;
    this.state = state;
    this.stored = stored;
  }

  /** An estimate of the memory that entries take. */
  long memoryBytes() {
    return entries * entryMemoryBytes();
  }

  /** An estimate of the memory that one entry takes. */
  long entryMemoryBytes() {
    return OBJECTS_PER_ENTRY + OBJECTS_PER_BYTE * averageLength();
  }

  /** An estimate of the bytes to be written. */
  long dirtyBytes() {
    return dirty * averageLength();
  }

  private long averageLength() {
    return smoothedLength / SMOOTHING;
  }

  private void saw(long length) {
    smoothedLength += length - averageLength();
  }

  /** The key as it is stored. */
  byte[] key(byte[] prefix, K key) {
    var _ = writeKey(prefix, key);
    return out.copy(0);
  }

  /** Puts the key into the buffer; returns all of its bytes if only their hash is there. */
  private byte @Nullable [] writeKey(byte[] prefix, K key) {
    try {
      out.clear();
      out.write(prefix, 0, prefix.length);
      out.writeShort(KeyGroups.of(stored.key().stableHash(key)));
      out.writeByte(WHOLE);
      int start = out.length();
      stored.key().write(key, out);
      if (out.length() <= LONGEST_KEY) {
        return null;
      }
      byte[] whole = out.copy(start);
      out.truncate(start - 1);
      out.writeByte(HASHED);
      out.write(sha256(whole));
      return whole;
    } catch (Exception e) {
      throw new StateFailure(step, state, key, "the key cannot be written", e);
    }
  }

  /** Adds an entry to what an epoch changes: a key with its value, or deleted if that is null. */
  void write(EpochWrites writes, byte[] prefix, K key, @Nullable V value) {
    byte[] whole = writeKey(prefix, key);
    int keyLength = out.length();
    if (value == null) {
      writes.delete(out.bytes(), keyLength);
      return;
    }
    try {
      if (whole != null) {
        writeNumber(whole.length);
        out.write(whole);
      }
      writeNumber(stored.form());
      stored.value().write(value, out);
      writes.put(out.bytes(), keyLength, out.length());
    } catch (Exception | OutOfMemoryError e) { // a huge value should be named
      throw new StateFailure(step, state, key, "its value cannot be written", e);
    }
    saw(out.length());
  }

  /** The key of a stored pair. */
  K readKey(int prefix, BaseView.Entry pair) {
    byte[] bytes = pair.key();
    int from = prefix + Short.BYTES + 1;
    try {
      if (isHashed(prefix, pair.key())) {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(pair.value()));
        bytes = in.readNBytes(readNumber(in));
        from = 0;
      }
      ByteArrayInputStream in = new ByteArrayInputStream(bytes, from, bytes.length - from);
      K key = stored.key().read(new DataInputStream(in));
      checkEnd(in);
      return key;
    } catch (Exception e) {
      throw new StateFailure(step, state, Arrays.toString(bytes), "the key cannot be read", e);
    }
  }

  /** The value of a stored pair; {@code key} is only for the message when it fails. */
  V readValue(int prefix, @Nullable K key, byte[] storedKey, byte[] value) {
    try {
      ByteArrayInputStream bytes = new ByteArrayInputStream(value);
      DataInputStream in = new DataInputStream(bytes);
      if (isHashed(prefix, storedKey)) {
        in.skipNBytes(readNumber(in));
      }
      int form = readNumber(in);
      if (form < 0 || form >= stored.readers().size()) {
        throw new StreamCorruptedException("there is no form " + form);
      }
      V read = stored.readers().get(form).read(in);
      checkEnd(bytes);
      saw(storedKey.length + (long) value.length);
      return read;
    } catch (Exception | OutOfMemoryError e) { // a huge value should be named
      throw new StateFailure(step, state, key, "its value cannot be read", e);
    }
  }

  private static boolean isHashed(int prefix, byte[] storedKey) {
    return storedKey[prefix + Short.BYTES] == HASHED;
  }

  private static void checkEnd(ByteArrayInputStream in) throws IOException {
    if (in.available() > 0) {
      throw new StreamCorruptedException("the codec left " + in.available() + " bytes");
    }
  }

  private void writeNumber(int number) throws IOException {
    int rest = number;
    while ((rest & ~0x7f) != 0) {
      out.writeByte(rest | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  private static int readNumber(DataInputStream in) throws IOException {
    int number = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = in.readByte();
      number |= (next & 0x7f) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new StreamCorruptedException("a number of more than five bytes");
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JVM has it
    }
  }
}
