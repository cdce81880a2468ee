package io.streamflow.testing;

import io.streamflow.spi.CommittingSinkWriter;
import io.streamflow.spi.Delivery;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.MarkedDelivery;
import io.streamflow.spi.OutboxSink;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;

/** What the contract of connectors says, in its own words, and where. */
enum Clause {
  PARTITIONS(Source.class, "The names of the partitions, stable between runs and at least one."),
  DESCRIPTION(Source.class, "a description that opens nothing until a job starts"),
  IN_ORDER(Source.class, "each is read by one reader, in order, and partitions are read"),
  OPEN_NEW(Source.class, "begins at the first item here, or items would be lost"),
  TIMESTAMPED(
      Source.class, "Whether every item comes with an event timestamp of the source's own."),
  REPLAYABLE(
      Source.class,
      "Whether a partition can be opened at any offset it ever had, in another process too."),
  FULL(SourceOutput.class, "Must not be called when isFull."),
  REJECT(SourceOutput.class, "Reports a record that could not be decoded."),
  READ(
      SourceReader.class,
      "With nothing at hand it waits for the first item, but no longer than maxWaitMillis"),
  ENDED(SourceReader.class, "Nothing will ever come again"),
  READ_INTERRUPTED(
      SourceReader.class,
      "An interrupt is not lost: the call throws, or the thread is still interrupted when it"
          + " returns."),
  STOP(
      SourceReader.class,
      "takes no new ones from now on, returns true, and is read until it has Status.ENDED"),
  CHECKPOINTED(
      SourceReader.class,
      "after a crash the partition is opened at offset, or at a later one, so that the reader may"
          + " let go of what came before"),
  OFFSET(
      SourceReader.class,
      "The position after the last item handed out; opening the partition there goes on with the"
          + " next."),
  OFFSET_ASKED(
      SourceReader.class,
      "Asked at any time between two reads, before the first and after the last; asking changes"
          + " nothing."),
  READER_CLOSED(SourceReader.class, "Closing it twice does no more than closing it once."),

  SINK_DESCRIPTION(Sink.class, "a description that opens nothing until a job starts"),
  WRITER_ORDER(
      SinkWriter.class,
      "Writes the items of one subtask, in the order in which they come, where the target keeps"
          + " one."),
  WRITER_CLOSED(SinkWriter.class, "Closing it twice does no more than closing it once."),
  WRITE_INTERRUPTED(
      SinkWriter.class,
      "An interrupt means that the job is cancelled, and is not lost: a call throws, or the thread"
          + " is still interrupted when it returns."),
  WRITE(SinkWriter.class, "Takes one item; may keep it back until push or flush."),
  FLUSH(SinkWriter.class, "Makes everything taken so far visible or durable, and waits for it."),
  HIDDEN(
      CommittingSinkWriter.class,
      "A writer whose output becomes visible only when the checkpoint that covers it is complete."),
  DISCARDED(
      CommittingSinkWriter.class, "Closing it discards what is neither prepared nor committed."),
  PREPARED_BYTES(CommittingSinkWriter.class, "The bytes are not changed any more."),
  COMMIT(
      CommittingSinkWriter.class,
      "Called after its checkpoint is complete, and again after a recovery, possibly on another"
          + " writer of the same sink: doing it twice must change nothing."),
  VOID(
      SinkContext.class,
      "output of later epochs that an earlier run has prepared is void, and that of this one and"
          + " those before will be committed again"),
  AT_LEAST_ONCE(Guarantee.class, "nothing is lost, items after the last checkpoint may show twice"),
  IDEMPOTENT(Guarantee.class, "Writing an item again changes nothing: exactly-once in effect."),
  EXACTLY_ONCE(
      Guarantee.class, "Prepared at the barrier and committed after the checkpoint: exactly-once."),
  MARKED(OutboxSink.class, "if, and only if, it connects by MarkedDelivery"),
  CONNECT(
      OutboxSink.class, "again after a delivery has failed; the old connection is closed before"),
  DELIVERED_AGAIN(
      Delivery.class,
      "After an exception, or a crash, the batch is delivered again, from its beginning: doing so"
          + " must change nothing"),
  TOGETHER(
      MarkedDelivery.class, "writes the mark of its batch and all records together, or nothing"),
  NEWEST(MarkedDelivery.class, "The mark that was written last, if any was."),
  FENCED(
      MarkedDelivery.class, "from then on no older connection of this sink may be able to write");

  private final Class<?> where;
  private final String words;

  Clause(Class<?> where, String words) {
    this.where = where;
    this.words = words;
  }

  /** The type whose documentation says it. */
  Class<?> where() {
    return where;
  }

  /** What it says. */
  String words() {
    return words;
  }

  @Override
  public String toString() {
    return where.getSimpleName() + ": \"" + words + "\"";
  }
}
