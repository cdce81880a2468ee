package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What {@link RecordHandles} are composed of, besides accessors and constructor. */
final class RecordSteps {
  private RecordSteps() {}

  static int mark(int bit, @Nullable Object part) {
    return part == null ? 0 : bit;
  }

  static int or(int some, int others) {
    return some | others;
  }

  static void writeMarks(int bytes, int marks, DataOutput out) throws IOException {
    for (int i = 0; i < bytes; i++) {
      out.writeByte(marks >>> (Byte.SIZE * i));
    }
  }

  static int readMarks(int bytes, DataInput in) throws IOException {
    int marks = 0;
    for (int i = 0; i < bytes; i++) {
      marks |= in.readUnsignedByte() << (Byte.SIZE * i);
    }
    return marks;
  }

  @SuppressWarnings("unchecked") // codecs are those of the components
  static void write(Codec<?> codec, Object part, DataOutput out) throws IOException {
    ((Codec<Object>) codec).write(part, out);
  }

  static void writePresent(Codec<?> codec, @Nullable Object part, DataOutput out)
      throws IOException {
    if (part != null) {
      write(codec, part, out);
    }
  }

  static Object read(Codec<?> codec, DataInput in) throws IOException {
    return codec.read(in);
  }

  static @Nullable Object readPresent(Codec<?> codec, int bit, int marks, DataInput in)
      throws IOException {
    return (marks & bit) == 0 ? null : codec.read(in);
  }
}
