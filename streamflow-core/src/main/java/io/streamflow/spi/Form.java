package io.streamflow.spi;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a fingerprint tells of a byte form. Immutable. */
sealed interface Form {

  /** The fingerprint again, character by character. */
  String text();

  /** The form that {@code fingerprint} names; empty when it has another grammar. */
  static Optional<Form> parse(String fingerprint) {
    return FormParser.parse(fingerprint);
  }

  /**
   * A form known by its name: one of those built in, an enum, or that of somebody's own codec.
   *
   * @param name the name
   */
  record Plain(String name) implements Form {
    @Override
    public String text() {
      return name;
    }
  }

  /**
   * A form made of others, such as a list of something.
   *
   * @param name what it is
   * @param parts what it is made of
   */
  record Composed(String name, List<Form> parts) implements Form {
    @Override
    public String text() {
      return parts.stream().map(Form::text).collect(Collectors.joining(",", name + "<", ">"));
    }
  }

  /**
   * A record.
   *
   * @param components what it is made of, in order
   */
  record Composite(List<Component> components) implements Form {
    @Override
    public String text() {
      return components.stream().map(Component::text).collect(Collectors.joining(",", "{", "}"));
    }
  }

  /**
   * A component of a record.
   *
   * @param name its name
   * @param form its form
   * @param nullable whether there is a mark that tells if it is there
   */
  record Component(String name, Form form, boolean nullable) {
    String text() {
      return name + ":" + form.text() + (nullable ? "?" : "");
    }
  }

  /**
   * One of several classes.
   *
   * @param cases the classes, in the order of their names
   */
  record Choice(List<Case> cases) implements Form {
    @Override
    public String text() {
      return cases.stream().map(Case::text).collect(Collectors.joining("|", "(", ")"));
    }
  }

  /**
   * One of the classes that a value may be of.
   *
   * @param tag the simple name of the class
   * @param form its form
   */
  record Case(String tag, Form form) {
    String text() {
      return tag + ":" + form.text();
    }
  }
}
