package io.streamflow.examples;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Which of several processes this is that share the partitions of a topic.
 *
 * @param number its number, from 1
 * @param of how many there are
 */
record ShareOfWork(int number, int of) {

  /** For the names of jobs, which must differ where they write to the same topic. */
  String suffix() {
    return "-" + number + "-of-" + of;
  }

  /** Written as {@code 2/4}. */
  static final class Converter implements ITypeConverter<ShareOfWork> {
    private static final Pattern SHARE = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    @Override
    public ShareOfWork convert(String text) {
      Matcher matcher = SHARE.matcher(text);
      if (matcher.matches()) {
        ShareOfWork share =
            new ShareOfWork(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        if (share.number >= 1 && share.number <= share.of) {
          return share;
        }
      }
      throw new TypeConversionException(
          "'" + text + "' is not a share such as 2/4, the second of four");
    }
  }
}
