package io.streamflow.connectors.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Cuts a file's content into records and knows where each stands. The record found last lies in
 * {@link #buffer} until the next call. Memory is bounded by the longest record allowed. Used by one
 * thread.
 */
final class RecordScanner implements Closeable {
  /** What {@link #next} found. */
  enum Found {
    RECORD,
    /** A record longer than allowed, passed over; only its beginning is in the buffer. */
    TOO_LONG,
    /** No whole record for now: the input is at its end, perhaps only for now. */
    NOTHING
  }

  private static final int CHUNK_BYTES = 128 * 1024;
  private static final int PREVIEW_BYTES = 200;

  private final ByteInput input;
  private final RecordBoundary boundary;
  private final int maxRecordBytes;

  private byte[] buffer = new byte[CHUNK_BYTES];
  private int head; // where the record being looked for begins
  private int scanned; // no end of it before here
  private int limit;
  private long bufferPosition; // where buffer[0] stands in the content
  private long passedOver; // bytes of a record too long that have left the buffer
  private byte[] preview = {};

  private byte[] record = buffer;
  private int start;
  private int length;
  private long recordBytes;
  private long line;
  private long nextLine;
  private long position;

  /** Scans from {@code position}, which has {@code lines} lines before it. */
  RecordScanner(
      ByteInput input, RecordBoundary boundary, int maxRecordBytes, long position, long lines) {
    this.input = input;
    this.boundary = boundary;
    this.maxRecordBytes = maxRecordBytes;
    this.bufferPosition = position;
    this.position = position;
    this.nextLine = lines + 1;
  }

  /**
   * Finds the next record.
   *
   * @param last whether the end of the input is final, so that what stands before it without a
   *     newline is a record too
   */
  Found next(boolean last) throws IOException {
    while (true) {
      int newline = boundary.find(buffer, scanned, limit);
      if (newline >= 0) {
        int end = newline > head && buffer[newline - 1] == '\r' ? newline - 1 : newline;
        return found(end, newline + 1);
      }
      scanned = limit;
      if (limit - head > maxRecordBytes + 1 || passedOver > 0) {
        passOver();
      }
      if (!fill()) {
        boolean rest = limit > head || passedOver > 0;
        return last && rest ? found(limit, limit) : Found.NOTHING;
      }
    }
  }

  private Found found(int end, int next) {
    start = head;
    length = end - head;
    record = buffer;
    recordBytes = passedOver + length;
    line = nextLine;
    nextLine += boundary.takeInnerNewlines() + 1L;
    position = bufferPosition + next;
    head = next;
    scanned = next;
    if (recordBytes <= maxRecordBytes) {
      return Found.RECORD;
    }
    if (passedOver > 0) {
      record = preview;
      start = 0;
      length = preview.length;
      passedOver = 0;
    }
    length = Math.min(length, PREVIEW_BYTES);
    return Found.TOO_LONG;
  }

  /** Forgets what is in the buffer of a record that is already too long. */
  private void passOver() {
    if (passedOver == 0) {
      preview = new byte[Math.min(PREVIEW_BYTES, limit - head)];
      System.arraycopy(buffer, head, preview, 0, preview.length);
    }
    passedOver += limit - head;
    bufferPosition += limit;
    head = 0;
    scanned = 0;
    limit = 0;
  }

  private boolean fill() throws IOException {
    if (head == limit) {
      bufferPosition += limit;
      head = 0;
      scanned = 0;
      limit = 0;
    } else if (limit == buffer.length) {
      makeRoom();
    }
    int count = input.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      return false;
    }
    limit += count;
    return true;
  }

  private void makeRoom() {
    byte[] target = head > 0 ? buffer : new byte[roomier()];
    System.arraycopy(buffer, head, target, 0, limit - head);
    bufferPosition += head;
    scanned -= head;
    limit -= head;
    head = 0;
    buffer = target;
  }

  private int roomier() {
    return (int) Math.min(2L * buffer.length, (long) maxRecordBytes + CHUNK_BYTES);
  }

  /** Where {@link #start} and {@link #length} apply. */
  byte[] buffer() {
    return record;
  }

  /** Where the record begins in {@link #buffer}. */
  int start() {
    return start;
  }

  /** The bytes of the record in {@link #buffer}, without its newline. */
  int length() {
    return length;
  }

  /** The beginning of a record, for a person to look at. */
  String preview() {
    int shown = Math.min(length, PREVIEW_BYTES);
    String text = new String(record, start, shown, StandardCharsets.UTF_8);
    return recordBytes > shown ? text + "..." : text;
  }

  /** The length of the whole record in bytes, in the buffer or not. */
  long recordBytes() {
    return recordBytes;
  }

  /** The number of the record's first line, from 1. */
  long line() {
    return line;
  }

  /** How many lines stand before {@link #position}. */
  long lines() {
    return nextLine - 1;
  }

  /** The place after the record found last, in bytes of content. */
  long position() {
    return position;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
