package io.streamflow.connectors.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** How a log writes; handed in, so that tests can let it fail. */
interface Disk {
  /** The machine's. */
  Disk REAL =
      new Disk() {
        @Override
        public void write(FileChannel file, ByteBuffer bytes) throws IOException {
          while (bytes.hasRemaining()) {
            file.write(bytes);
          }
        }

        @Override
        public void force(FileChannel file) throws IOException {
          file.force(false);
        }
      };

  /** Appends all of the bytes. */
  void write(FileChannel file, ByteBuffer bytes) throws IOException;

  /** Returns when what was written would survive the machine. */
  void force(FileChannel file) throws IOException;
}
