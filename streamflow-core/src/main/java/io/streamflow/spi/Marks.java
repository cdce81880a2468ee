package io.streamflow.spi;

import java.io.DataInput;
import java.io.IOException;
import java.util.List;

/** The marks in front of a record: a bit for each component that may be null. Pure functions. */
final class Marks {
  private Marks() {}

  /** How many bytes so many marks take. */
  static int bytes(int marks) {
    return (marks + 7) >> 3;
  }

  /** Marks component number {@code mark} of those that may be null as being there. */
  static void set(byte[] marks, int mark) {
    marks[mark >> 3] |= (byte) (1 << (mark & 7));
  }

  /** Whether component number {@code mark} of those that may be null is there. */
  static boolean isSet(byte[] marks, int mark) {
    return (marks[mark >> 3] & (1 << (mark & 7))) != 0;
  }

  /** Reads which of {@code components} are there. */
  static boolean[] read(List<Form.Component> components, DataInput in) throws IOException {
    int nullables = (int) components.stream().filter(Form.Component::nullable).count();
    byte[] marks = new byte[bytes(nullables)];
    in.readFully(marks);
    boolean[] present = new boolean[components.size()];
    int mark = 0;
    for (int i = 0; i < present.length; i++) {
      present[i] = !components.get(i).nullable() || isSet(marks, mark++);
    }
    return present;
  }
}
