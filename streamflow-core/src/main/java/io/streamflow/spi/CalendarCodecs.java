package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** The codecs of dates and times of day. */
final class CalendarCodecs {
  private CalendarCodecs() {}

  /** Days since the epoch. */
  enum OfLocalDate implements Codec<LocalDate> {
    INSTANCE;

    @Override
    public void write(LocalDate value, DataOutput out) throws IOException {
      out.writeLong(value.toEpochDay());
    }

    @Override
    public LocalDate read(DataInput in) throws IOException {
      return LocalDate.ofEpochDay(in.readLong());
    }

    @Override
    public String fingerprint() {
      return "date";
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(LocalDate value) {
      return Murmur3.ofLong(value.toEpochDay());
    }
  }

  /** Nanoseconds since midnight. */
  enum OfLocalTime implements Codec<LocalTime> {
    INSTANCE;

    @Override
    public void write(LocalTime value, DataOutput out) throws IOException {
      out.writeLong(value.toNanoOfDay());
    }

    @Override
    public LocalTime read(DataInput in) throws IOException {
      return LocalTime.ofNanoOfDay(in.readLong());
    }

    @Override
    public String fingerprint() {
      return "time";
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(LocalTime value) {
      return Murmur3.ofLong(value.toNanoOfDay());
    }
  }

  /** The date, then the time of day. */
  enum OfLocalDateTime implements Codec<LocalDateTime> {
    INSTANCE;

    @Override
    public void write(LocalDateTime value, DataOutput out) throws IOException {
      out.writeLong(value.toLocalDate().toEpochDay());
      out.writeLong(value.toLocalTime().toNanoOfDay());
    }

    @Override
    public LocalDateTime read(DataInput in) throws IOException {
      LocalDate date = LocalDate.ofEpochDay(in.readLong());
      return LocalDateTime.of(date, LocalTime.ofNanoOfDay(in.readLong()));
    }

    @Override
    public String fingerprint() {
      return "datetime";
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(LocalDateTime value) {
      return Murmur3.ofLongs(value.toLocalDate().toEpochDay(), value.toLocalTime().toNanoOfDay());
    }
  }

  /**
   * Local date and time, then the offset in seconds. One moment at two offsets is two values, as
   * for {@code equals}.
   */
  enum OfOffsetDateTime implements Codec<OffsetDateTime> {
    INSTANCE;

    @Override
    public void write(OffsetDateTime value, DataOutput out) throws IOException {
      OfLocalDateTime.INSTANCE.write(value.toLocalDateTime(), out);
      out.writeInt(value.getOffset().getTotalSeconds());
    }

    @Override
    public OffsetDateTime read(DataInput in) throws IOException {
      LocalDateTime local = OfLocalDateTime.INSTANCE.read(in);
      return OffsetDateTime.of(local, ZoneOffset.ofTotalSeconds(in.readInt()));
    }

    @Override
    public String fingerprint() {
      return "datetime-offset";
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(OffsetDateTime value) {
      return Murmur3.ofInts(
          OfLocalDateTime.INSTANCE.stableHash(value.toLocalDateTime()),
          Murmur3.ofInt(value.getOffset().getTotalSeconds()));
    }
  }

  /**
   * Local date and time, offset, zone. Not for keys: which offset belongs to a local time is a
   * matter of the time zone tables of the JVM. The moment itself always comes back.
   */
  enum OfZonedDateTime implements Codec<ZonedDateTime> {
    INSTANCE;

    @Override
    public void write(ZonedDateTime value, DataOutput out) throws IOException {
      OfLocalDateTime.INSTANCE.write(value.toLocalDateTime(), out);
      out.writeInt(value.getOffset().getTotalSeconds());
      StringCodec.INSTANCE.write(value.getZone().getId(), out);
    }

    @Override
    public ZonedDateTime read(DataInput in) throws IOException {
      LocalDateTime local = OfLocalDateTime.INSTANCE.read(in);
      ZoneOffset offset = ZoneOffset.ofTotalSeconds(in.readInt());
      ZoneId zone = ZoneId.of(StringCodec.INSTANCE.read(in));
      return ZonedDateTime.ofInstant(local, offset, zone);
    }

    @Override
    public String fingerprint() {
      return "datetime-zone";
    }

    @Override
    public boolean canonical() {
      return false;
    }
  }
}
