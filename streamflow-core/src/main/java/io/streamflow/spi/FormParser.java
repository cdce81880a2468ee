package io.streamflow.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads fingerprints: {@code form = name | name<form,form> | {name:form,name:form?} |
 * (name:form|name:form)}. Used once, by one thread.
 */
final class FormParser {
  private static final String SPECIAL = "<>{}()|,?";

  /** The text has another grammar. Never leaves this class. */
  private static final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SyntaxException() {
      super("not a fingerprint of ours", null, false, false);
    }
  }

  private final String text;
  private int at;

  private FormParser(String text) {
    this.text = text;
  }

  static Optional<Form> parse(String text) {
    FormParser parser = new FormParser(text);
    try {
      Form form = parser.form();
      return parser.at == text.length() ? Optional.of(form) : Optional.empty();
    } catch (SyntaxException e) {
      return Optional.empty();
    }
  }

  private Form form() {
    if (skip('{')) {
      return new Form.Composite(list('}', ',', this::component));
    }
    if (skip('(')) {
      return new Form.Choice(list(')', '|', this::choice));
    }
    String name = name(SPECIAL);
    return skip('<') ? new Form.Composed(name, list('>', ',', this::form)) : new Form.Plain(name);
  }

  private Form.Component component() {
    String name = label();
    Form form = form();
    return new Form.Component(name, form, skip('?'));
  }

  private Form.Case choice() {
    String tag = label();
    return new Form.Case(tag, form());
  }

  private <E> List<E> list(char end, char separator, Supplier<E> element) {
    List<E> list = new ArrayList<>();
    while (!skip(end)) {
      if (!list.isEmpty()) {
        expect(separator);
      }
      list.add(element.get());
    }
    return list;
  }

  private String label() {
    String name = name(SPECIAL + ":");
    expect(':');
    return name;
  }

  private String name(String ends) {
    int from = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == from) {
      throw new SyntaxException();
    }
    return text.substring(from, at);
  }

  private boolean skip(char expected) {
    boolean found = at < text.length() && text.charAt(at) == expected;
    at += found ? 1 : 0;
    return found;
  }

  private void expect(char expected) {
    if (!skip(expected)) {
      throw new SyntaxException();
    }
  }
}
