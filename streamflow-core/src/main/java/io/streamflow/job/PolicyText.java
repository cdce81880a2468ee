package io.streamflow.job;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What is done about errors, in words: {@code retry 3 100ms then skip}, {@code never}. */
final class PolicyText {
  static final TextForm<OnError> ON_ERROR =
      new TextForm<>("error policy", PolicyText::onError, PolicyText::print);

  static final TextForm<Restart> RESTART =
      new TextForm<>("restart policy", PolicyText::restart, PolicyText::print);

  private static final String FAIL = "fail";
  private static final String SKIP = "skip";
  private static final String DEAD_LETTER = "dead-letter";
  private static final String NEVER = "never";

  private PolicyText() {}

  private static List<String> words(String text) {
    return List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+"));
  }

  private static OnError onError(String text) throws UnreadableText {
    List<String> words = words(text);
    if (words.getFirst().equals("retry") && (words.size() == 3 || words.size() == 5)) {
      int attempts = PlainForms.number(words.get(1));
      Duration backoff = DurationText.read(words.get(2));
      OnError last = OnError.fail();
      if (words.size() == 5) {
        if (!words.get(3).equals("then")) {
          throw neither();
        }
        last = end(words.get(4));
      }
      try {
        return OnError.retry(attempts, backoff).then(last);
      } catch (IllegalArgumentException e) {
        throw new UnreadableText(String.valueOf(e.getMessage()));
      }
    }
    if (words.size() != 1) {
      throw neither();
    }
    return end(words.getFirst());
  }

  private static OnError end(String word) throws UnreadableText {
    return switch (word) {
      case FAIL -> OnError.fail();
      case SKIP -> OnError.skip();
      case DEAD_LETTER ->
          throw new UnreadableText(
              "dead letters need a sink, which no text can give: say"
                  + " onError(OnError.deadLetter(sink)) in the code and leave this out");
      default -> throw neither();
    };
  }

  private static UnreadableText neither() {
    return new UnreadableText(
        "give fail, skip, or retry with attempts and the first wait, and, if not fail, what comes"
            + " then: retry 3 100ms then skip");
  }

  private static String print(OnError policy) {
    return switch (policy) {
      case OnError.Fail _ -> FAIL;
      case OnError.Skip _ -> SKIP;
      case OnError.DeadLetter _ -> DEAD_LETTER;
      case OnError.Retry(int attempts, Duration backoff, OnError then) ->
          "retry "
              + attempts
              + " "
              + DurationText.print(backoff)
              + (then instanceof OnError.Fail ? "" : " then " + print(then));
    };
  }

  private static Restart restart(String text) throws UnreadableText {
    List<String> words = words(text);
    if (words.equals(List.of(NEVER))) {
      return Restart.NEVER;
    }
    if (words.size() != 2) {
      throw new UnreadableText("give never, or attempts and the first wait");
    }
    return new Restart(PlainForms.number(words.get(0)), DurationText.read(words.get(1)));
  }

  private static String print(Restart restart) {
    return restart.attempts() == 0
        ? NEVER
        : restart.attempts() + " " + DurationText.print(restart.backoff());
  }
}
