package io.streamflow.types;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the form in which a lambda would be serialized. Serialization is the one caller that may
 * ask a lambda for it, so a stream is made that writes nothing: the form is replaced by null before
 * its captured values, which need not be serializable, are reached. Used by one thread, for one
 * function.
 */
final class SerializedForm extends ObjectOutputStream {
  private @Nullable SerializedLambda lambda;

  private SerializedForm() throws IOException {
    super(OutputStream.nullOutputStream());
    enableReplaceObject(true);
  }

  /** What the compiler noted of {@code function}; empty when it is no lambda. */
  static Optional<SerializedLambda> of(Serializable function) {
    try (SerializedForm form = new SerializedForm()) {
      form.writeObject(function);
      return Optional.ofNullable(form.lambda);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  @Override
  protected @Nullable Object replaceObject(Object object) {
    if (object instanceof SerializedLambda form) {
      lambda = form;
    }
    return null;
  }
}
