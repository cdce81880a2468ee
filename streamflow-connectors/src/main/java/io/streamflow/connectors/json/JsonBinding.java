package io.streamflow.connectors.json;

import java.io.Serializable;

/**
 * How objects stand for JSON documents: what Jackson binds a document to, and the way from that to
 * the object and back.
 *
 * @param <T> the objects
 */
interface JsonBinding<T> extends Serializable {

  /** The class that Jackson reads and writes. */
  Class<?> documentType();

  /** The class of the objects. */
  default Class<?> itemType() {
    return documentType();
  }

  /** What errors call the objects. */
  String name();

  /**
   * The object of a document.
   *
   * @throws JsonException when something is missing in it, naming what
   */
  T fromDocument(Object document);

  /** The document of an object. */
  Object toDocument(T value);

  /**
   * The class of the objects is bound by Jackson itself.
   *
   * @param documentType the class
   */
  record OfClass<T>(Class<T> documentType) implements JsonBinding<T> {
    @Override
    public String name() {
      return documentType.getSimpleName();
    }

    @Override
    public T fromDocument(Object document) {
      return documentType.cast(document);
    }

    @Override
    public Object toDocument(T value) {
      return value;
    }
  }
}
