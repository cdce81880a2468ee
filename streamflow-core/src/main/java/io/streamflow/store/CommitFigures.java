package io.streamflow.store;

/**
 * What a commit was.
 *
 * @param pairs how many pairs it put or deleted, beside ranges
 * @param bytes how many bytes their keys and values had
 * @param nanos how long it took, from the sorting to the disk
 * @param growths how often the map had to grow for it
 */
public record CommitFigures(long pairs, long bytes, long nanos, int growths) {
  static final CommitFigures NONE = new CommitFigures(0, 0, 0, 0);
}
