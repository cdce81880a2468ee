package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** The codecs of points on the time line and distances between them. */
final class TimelineCodecs {
  private TimelineCodecs() {}

  /** Seconds since the epoch and nanoseconds. */
  enum OfInstant implements Codec<Instant> {
    INSTANCE;

    @Override
    public void write(Instant value, DataOutput out) throws IOException {
      out.writeLong(value.getEpochSecond());
      out.writeInt(value.getNano());
    }

    @Override
    public Instant read(DataInput in) throws IOException {
      long seconds = in.readLong();
      return Instant.ofEpochSecond(seconds, in.readInt());
    }

    @Override
    public String fingerprint() {
      return "instant";
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(Instant value) {
      return Murmur3.ofLongs(value.getEpochSecond(), value.getNano());
    }
  }

  /** Seconds and nanoseconds. */
  enum OfDuration implements Codec<Duration> {
    INSTANCE;

    @Override
    public void write(Duration value, DataOutput out) throws IOException {
      out.writeLong(value.getSeconds());
      out.writeInt(value.getNano());
    }

    @Override
    public Duration read(DataInput in) throws IOException {
      long seconds = in.readLong();
      return Duration.ofSeconds(seconds, in.readInt());
    }

    @Override
    public String fingerprint() {
      return "duration";
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(Duration value) {
      return Murmur3.ofLongs(value.getSeconds(), value.getNano());
    }
  }
}
