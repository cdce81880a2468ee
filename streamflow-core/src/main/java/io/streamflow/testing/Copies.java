package io.streamflow.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

/** Copies by Java serialization, as another process would get. Pure functions. */
final class Copies {
  private Copies() {}

  /** A copy. */
  @SuppressWarnings("unchecked") // the copy is of the class of the original
  static <S> S of(S original) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(original);
    }
    ClassLoader loader = original.getClass().getClassLoader();
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
          @Override
          protected Class<?> resolveClass(ObjectStreamClass described)
              throws IOException, ClassNotFoundException {
            try {
              return Class.forName(described.getName(), false, loader);
            } catch (ClassNotFoundException e) {
              return super.resolveClass(described);
            }
          }
        }) {
      return (S) in.readObject();
    }
  }

  /** A copy of what must be copied, and none of what must not. */
  static <S> S required(S original, boolean serializable, Trial trial) throws Exception {
    trial.called("serialize " + original.getClass().getSimpleName());
    S copy;
    try {
      copy = of(original);
    } catch (NotSerializableException e) {
      if (serializable) {
        throw trial.broken(
            "it cannot be serialized, and the suite was not told inOneJvm(): " + e, "a copy", e);
      }
      return original;
    }
    if (!serializable) {
      throw trial.broken(
          "the suite was told inOneJvm(), and it can be serialized",
          "NotSerializableException",
          copy);
    }
    return copy;
  }
}
