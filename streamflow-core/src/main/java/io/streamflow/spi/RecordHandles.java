package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a record is written and read, composed into one method handle each, in which accessors,
 * constructor and the codecs of the components are constants. The JIT makes plain code of that: no
 * array of components, no boxes, no calls through tables. It takes milliseconds to compose and more
 * to compile, so it is for records that many are written of. Any thread.
 */
final class RecordHandles {
  /** Handles take at most 255 arguments; nobody notices boxes among so many components. */
  private static final int MOST_COMPONENTS = 64;

  private static final int MOST_MARKS = Integer.SIZE;

  private static final MethodHandle MARK = find("mark", int.class, int.class, Object.class);
  private static final MethodHandle OR = find("or", int.class, int.class, int.class);
  private static final MethodHandle WRITE_MARKS =
      find("writeMarks", void.class, int.class, int.class, DataOutput.class);
  private static final MethodHandle READ_MARKS =
      find("readMarks", int.class, int.class, DataInput.class);
  private static final MethodHandle WRITE =
      find("write", void.class, Codec.class, Object.class, DataOutput.class);
  private static final MethodHandle WRITE_PRESENT =
      find("writePresent", void.class, Codec.class, Object.class, DataOutput.class);
  private static final MethodHandle READ = find("read", Object.class, Codec.class, DataInput.class);
  private static final MethodHandle READ_PRESENT =
      find("readPresent", Object.class, Codec.class, int.class, int.class, DataInput.class);

  private final MethodHandle writer;
  private final MethodHandle reader;

  private RecordHandles(MethodHandle writer, MethodHandle reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /** Composes them; empty for a record of very many components. */
  static Optional<RecordHandles> of(RecordShape shape, Codec<?>[] codecs, boolean[] nullable) {
    int[] marks = new int[codecs.length];
    int nullables = 0;
    for (int i = 0; i < codecs.length; i++) {
      marks[i] = nullable[i] ? nullables++ : -1;
    }
    if (codecs.length > MOST_COMPONENTS || nullables > MOST_MARKS) {
      return Optional.empty();
    }
    return Optional.of(
        new RecordHandles(
            writer(shape, codecs, marks, nullables), reader(shape, codecs, marks, nullables)));
  }

  /** Writes a record's marks and components. */
  void write(Object value, DataOutput out) throws IOException {
    try {
      writer.invokeExact(value, out);
    } catch (Throwable e) {
      throw checked(e);
    }
  }

  /** Reads marks and components and makes the record. */
  Object read(DataInput in) throws IOException {
    try {
      return (Object) reader.invokeExact(in);
    } catch (Throwable e) {
      throw checked(e);
    }
  }

  private static IOException checked(Throwable e) {
    return switch (e) {
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      case IOException exception -> exception;
      default -> new IOException(e);
    };
  }

  /**
   * Steps that each take all components and the output are done one after the other; each component
   * is asked for once, as its accessor may do more than hand it out.
   */
  private static MethodHandle writer(
      RecordShape shape, Codec<?>[] codecs, int[] marks, int nullables) {
    int size = codecs.length;
    Class<?>[] types = Arrays.copyOf(shape.constructor().type().parameterArray(), size + 1);
    types[size] = DataOutput.class;
    MethodType step = MethodType.methodType(void.class, types);
    MethodHandle steps = MethodHandles.empty(step);
    for (int i = size - 1; i >= 0; i--) {
      MethodHandle write =
          MethodHandles.insertArguments(marks[i] < 0 ? WRITE : WRITE_PRESENT, 0, codecs[i])
              .asType(MethodType.methodType(void.class, types[i], DataOutput.class));
      steps =
          MethodHandles.foldArguments(steps, MethodHandles.permuteArguments(write, step, i, size));
    }
    if (nullables > 0) {
      steps = MethodHandles.foldArguments(steps, marksWriter(step, marks, nullables));
    }
    MethodHandle[] accessors = shape.accessors();
    MethodHandle ofRecords = MethodHandles.filterArguments(steps, 0, accessors);
    MethodType ofRecord =
        MethodType.methodType(
            void.class, shape.constructor().type().returnType(), DataOutput.class);
    int[] order = new int[size + 1];
    order[size] = 1;
    return MethodHandles.permuteArguments(ofRecords, ofRecord, order)
        .asType(MethodType.methodType(void.class, Object.class, DataOutput.class));
  }

  private static MethodHandle marksWriter(MethodType step, int[] marks, int nullables) {
    int output = step.parameterCount() - 1;
    MethodHandle bits =
        MethodHandles.dropArguments(
            MethodHandles.constant(int.class, 0), 0, step.parameterList().subList(0, output));
    for (int i = 0; i < marks.length; i++) {
      if (marks[i] >= 0) {
        MethodHandle mark =
            MethodHandles.insertArguments(MARK, 0, 1 << marks[i])
                .asType(MethodType.methodType(int.class, step.parameterType(i)));
        MethodHandle both = MethodHandles.filterArguments(OR, 0, mark);
        MethodHandle ofAll =
            MethodHandles.permuteArguments(
                both,
                step.dropParameterTypes(output, output + 1)
                    .insertParameterTypes(0, int.class)
                    .changeReturnType(int.class),
                i + 1,
                0);
        bits = MethodHandles.foldArguments(ofAll, bits);
      }
    }
    MethodHandle write = MethodHandles.insertArguments(WRITE_MARKS, 0, Marks.bytes(nullables));
    return MethodHandles.collectArguments(write, 0, bits);
  }

  /** What is collected first is read first: the components in their order. */
  private static MethodHandle reader(
      RecordShape shape, Codec<?>[] codecs, int[] marks, int nullables) {
    MethodHandle make = shape.constructor();
    MethodType part = MethodType.methodType(Object.class, int.class, DataInput.class);
    for (int i = codecs.length - 1; i >= 0; i--) {
      MethodHandle read =
          marks[i] < 0
              ? MethodHandles.dropArguments(
                  MethodHandles.insertArguments(READ, 0, codecs[i]), 0, int.class)
              : MethodHandles.insertArguments(READ_PRESENT, 0, codecs[i], 1 << marks[i]);
      make =
          MethodHandles.collectArguments(
              make, i, read.asType(part.changeReturnType(make.type().parameterType(i))));
    }
    int[] order = IntStream.range(0, make.type().parameterCount()).map(i -> i & 1).toArray();
    MethodHandle ofMarks =
        MethodHandles.permuteArguments(
            make.asType(make.type().changeReturnType(Object.class)), part, order);
    return MethodHandles.foldArguments(
        ofMarks, MethodHandles.insertArguments(READ_MARKS, 0, Marks.bytes(nullables)));
  }

  private static MethodHandle find(String name, Class<?> result, Class<?>... arguments) {
    try {
      return MethodHandles.lookup()
          .findStatic(RecordSteps.class, name, MethodType.methodType(result, arguments));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e); // they are there
    }
  }
}
