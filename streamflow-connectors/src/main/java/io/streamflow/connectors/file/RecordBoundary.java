package io.streamflow.connectors.file;

/** Finds where a record of a file ends. Keeps its place within a record; used by one thread. */
interface RecordBoundary {

  /**
   * The index of the newline that ends the record, at or after {@code from}, or -1 when there is
   * none before {@code to}. Each byte of a record is shown once, in order.
   */
  int find(byte[] bytes, int from, int to);

  /** How many newlines the record had within it, so far; begins a new record. */
  int takeInnerNewlines();
}
