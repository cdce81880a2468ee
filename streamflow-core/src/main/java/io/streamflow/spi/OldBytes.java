package io.streamflow.spi;

import java.io.DataInput;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.List;

/** Passes over values of which only the form is known. Pure functions. */
final class OldBytes {
  private OldBytes() {}

  /** Reads one value of a form that {@link OldForms#canSkip} and forgets it. */
  static void skip(Form form, DataInput in) throws IOException {
    switch (form) {
      case Form.Plain plain -> OldForms.codec(plain).read(in);
      case Form.Composed composed -> {
        int size = composed.name().equals("optional") ? in.readByte() : Lengths.readSize(in);
        for (int i = 0; i < size; i++) {
          for (Form part : composed.parts()) {
            skip(part, in);
          }
        }
      }
      case Form.Composite record -> skip(record.components(), in);
      case Form.Choice choice -> {
        String tag = StringCodec.INSTANCE.read(in);
        skip(formOf(tag, choice), in);
      }
    }
  }

  private static Form formOf(String tag, Form.Choice choice) throws IOException {
    for (Form.Case each : choice.cases()) {
      if (each.tag().equals(tag)) {
        return each.form();
      }
    }
    throw new StreamCorruptedException(tag + " is none of " + choice.text());
  }

  private static void skip(List<Form.Component> components, DataInput in) throws IOException {
    boolean[] present = Marks.read(components, in);
    for (int i = 0; i < present.length; i++) {
      if (present[i]) {
        skip(components.get(i).form(), in);
      }
    }
  }
}
