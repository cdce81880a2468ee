package io.streamflow.connectors.file;

import java.io.IOException;

/**
 * A file that is read once, to the end it has when the end is reached. Used by one thread.
 *
 * @param <T> the items
 */
record WholeFile<T>(OpenFile<T> file) implements FileSourceReader.Pages<T> {

  @Override
  public boolean drain(Drain<T> drain) throws IOException {
    return drain.drain(file, true);
  }

  @Override
  public boolean mayGrow() {
    return false;
  }

  @Override
  public FilePosition position() {
    return file.position();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
