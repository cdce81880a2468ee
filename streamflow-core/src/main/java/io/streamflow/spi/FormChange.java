package io.streamflow.spi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Finds the part of an older form that cannot be read in today's. Used once, by one thread. */
final class FormChange {
  private final Deque<String> path = new ArrayDeque<>();

  private FormChange() {}

  /** Says what has changed from {@code older} to {@code today}, and where. */
  static String inWords(String older, String today) {
    FormChange change = new FormChange();
    Optional<String> found =
        Form.parse(older)
            .flatMap(from -> Form.parse(today).flatMap(to -> change.between(from, to)));
    return found
        .map(what -> change.path.isEmpty() ? what : String.join(", ", change.path) + ": " + what)
        .orElseGet(() -> was(older, today));
  }

  private Optional<String> between(Form older, Form today) {
    if (older.text().equals(today.text())) {
      return Optional.empty();
    }
    return switch (older) {
      case Form.Plain from
          when today instanceof Form.Plain to && Widening.widens(from.name(), to.name()) ->
          Optional.empty();
      case Form.Composed from when today instanceof Form.Composed to && sameShape(from, to) ->
          betweenParts(from, to);
      case Form.Composite from when today instanceof Form.Composite to -> betweenRecords(from, to);
      case Form.Choice from when today instanceof Form.Choice to -> betweenCases(from, to);
      default -> Optional.of(was(older.text(), today.text()));
    };
  }

  private static boolean sameShape(Form.Composed from, Form.Composed to) {
    return from.name().equals(to.name()) && from.parts().size() == to.parts().size();
  }

  private Optional<String> betweenParts(Form.Composed older, Form.Composed today) {
    for (int i = 0; i < older.parts().size(); i++) {
      String place = older.parts().size() == 1 ? "" : " " + (i + 1);
      Optional<String> found =
          within(older.name() + place, older.parts().get(i), today.parts().get(i));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<String> betweenRecords(Form.Composite older, Form.Composite today) {
    for (Form.Component from : older.components()) {
      Optional<Form> to =
          today.components().stream()
              .filter(each -> each.name().equals(from.name()))
              .map(Form.Component::form)
              .findFirst();
      Optional<String> found =
          to.isPresent()
              ? within("component " + from.name(), from.form(), to.get())
              : removed(from);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> removed(Form.Component gone) {
    return OldForms.canSkip(gone.form())
        ? Optional.empty()
        : Optional.of(
            "component %s is gone, and only its codec knew where a %s ends; bring it back"
                .formatted(gone.name(), gone.form().text()));
  }

  private Optional<String> betweenCases(Form.Choice older, Form.Choice today) {
    for (Form.Case from : older.cases()) {
      for (Form.Case to : today.cases()) {
        Optional<String> found =
            from.tag().equals(to.tag())
                ? within("class " + from.tag(), from.form(), to.form())
                : Optional.empty();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> within(String place, Form older, Form today) {
    path.addLast(place);
    Optional<String> found = between(older, today);
    if (found.isEmpty()) {
      path.removeLast();
    }
    return found;
  }

  private static String was(String older, String today) {
    return "was " + older + " and is " + today;
  }
}
