package io.streamflow.connectors.file;

import java.util.zip.CRC32C;

/**
 * What is remembered of some bytes of a file, to know them again.
 *
 * @param bytes how many there were
 * @param checksum their CRC-32C
 */
record Fingerprint(int bytes, int checksum) {
  static final Fingerprint NONE = new Fingerprint(0, 0);

  /** Of the first {@code count} bytes. */
  static Fingerprint of(byte[] bytes, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, count);
    return new Fingerprint(count, (int) crc.getValue());
  }
}
