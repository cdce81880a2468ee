package io.streamflow.connectors.http;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tells bodies apart: the first half of their SHA-256.
 *
 * @param high its first 8 bytes
 * @param low its next 8 bytes
 */
record Digest(long high, long low) {
  static final int BYTES = 16;

  static Digest of(byte[] body) {
    try {
      ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(body));
      return new Digest(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
