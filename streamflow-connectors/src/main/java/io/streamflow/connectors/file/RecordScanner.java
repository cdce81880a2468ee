package io.streamflow.connectors.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

  /** So many bytes before the place reached are kept. */
  static final int TAIL_BYTES = 256;

  private final ByteInput input;
  private final RecordBoundary boundary;
  private final int maxRecordBytes;

  private byte[] buffer = new byte[TAIL_BYTES + CHUNK_BYTES];
  private int tailStart; // what stands before the record begins here, or TAIL_BYTES before it
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
  private boolean ended;

  /**
   * Scans from {@code position}, which has {@code lines} lines before it.
   *
   * @param before what stands just before it, at most {@link #TAIL_BYTES}
   */
  RecordScanner(
      ByteInput input,
      RecordBoundary boundary,
      int maxRecordBytes,
      byte[] before,
      long position,
      long lines) {
    this.input = input;
    this.boundary = boundary;
    this.maxRecordBytes = maxRecordBytes;
    System.arraycopy(before, 0, buffer, 0, before.length);
    this.head = before.length;
    this.scanned = head;
    this.limit = head;
    this.bufferPosition = position - head;
    this.position = position;
    this.nextLine = lines + 1;
  }

  /**
   * Finds the next record.
   *
   * @param last whether the end of the input is final, so that what stands before it without a
   *     newline is a record too. After that record there is nothing, even when the input has grown:
   *     that would be more of the same record
   */
  Found next(boolean last) throws IOException {
    while (!ended) {
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
        ended = last && limit > head;
        return ended ? found(limit, limit) : Found.NOTHING;
      }
    }
    return Found.NOTHING;
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
      tailStart = start;
      record = preview;
      start = 0;
      length = preview.length;
      passedOver = 0;
    }
    length = Math.min(length, PREVIEW_BYTES);
    return Found.TOO_LONG;
  }

  /** Forgets what is in the buffer of a record that is already too long, but for its last byte. */
  private void passOver() {
    if (passedOver == 0) {
      preview = new byte[Math.min(PREVIEW_BYTES, limit - head)];
      System.arraycopy(buffer, head, preview, 0, preview.length);
    }
    int dropped = limit - head - 1;
    buffer[head] = buffer[limit - 1];
    passedOver += dropped;
    bufferPosition += dropped;
    limit = head + 1;
    scanned = limit;
    moveToStart(buffer);
  }

  private boolean fill() throws IOException {
    if (head == limit) {
      moveToStart(buffer);
    } else if (limit == buffer.length) {
      moveToStart(keptFrom() > 0 ? buffer : new byte[roomier()]);
    }
    int count = input.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      return false;
    }
    limit += count;
    return true;
  }

  /** Where what must be kept begins: the tail, and then the record being looked for. */
  private int keptFrom() {
    return Math.max(tailStart, head - TAIL_BYTES);
  }

  private void moveToStart(byte[] target) {
    int from = keptFrom();
    System.arraycopy(buffer, from, target, 0, limit - from);
    bufferPosition += from;
    head -= from;
    scanned -= from;
    limit -= from;
    tailStart = 0;
    buffer = target;
  }

  private int roomier() {
    return (int) Math.min(2L * buffer.length, (long) maxRecordBytes + TAIL_BYTES + CHUNK_BYTES);
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

  /** What stands just before {@link #position}; {@link #TAIL_BYTES}, or what is at hand. */
  byte[] tail() {
    return Arrays.copyOfRange(buffer, keptFrom(), head);
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
