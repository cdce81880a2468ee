package io.streamflow.bench.kafka;

import java.nio.charset.StandardCharsets;

/**
 * What tells records from others, in whatever order they are: how many there are, and the sum of
 * their hashes. One that is missing, is there twice, or is another changes it.
 *
 * @param count how many
 * @param sum of the hashes
 */
record Digest(long count, long sum) {
  static final Digest NONE = new Digest(0, 0);

  Digest with(byte[] key, byte[] value) {
    return new Digest(count + 1, sum + hash(key, value));
  }

  Digest with(String key, String value) {
    return with(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }

  Digest with(Digest other) {
    return new Digest(count + other.count, sum + other.sum);
  }

  private static long hash(byte[] key, byte[] value) {
    long hash = 0xcbf29ce484222325L; // FNV-1a, mixed once more
    for (byte b : key) {
      hash = (hash ^ b) * 0x100000001b3L;
    }
    hash = (hash ^ key.length) * 0x100000001b3L;
    for (byte b : value) {
      hash = (hash ^ b) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    return hash ^ (hash >>> 33);
  }
}
