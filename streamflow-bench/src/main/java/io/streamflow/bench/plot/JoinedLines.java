package io.streamflow.bench.plot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one polyline of lines that go on where the one before has ended: a curve comes with all its
 * properties for each of its points otherwise, and a plot of half an hour would be megabytes.
 */
final class JoinedLines {
  private static final Pattern LINE =
      Pattern.compile("\\s*<line style=\"(.*)\" x1=\"(.*)\" x2=\"(.*)\" y1=\"(.*)\" y2=\"(.*)\"/>");

  private final StringBuilder svg = new StringBuilder();
  private final StringBuilder points = new StringBuilder();
  private String style = "";
  private String end = "";

  private JoinedLines() {}

  /** The same picture, with an element of its own on each line as before. */
  static String of(String svg) {
    JoinedLines joined = new JoinedLines();
    svg.lines().forEach(joined::take);
    joined.draw();
    return joined.svg.toString();
  }

  private void take(String element) {
    Matcher line = LINE.matcher(element);
    if (!line.matches()) {
      draw();
      svg.append(element).append('\n');
      return;
    }
    String begin = line.group(2) + "," + line.group(4);
    if (points.isEmpty() || !begin.equals(end) || !line.group(1).equals(style)) {
      draw();
      style = line.group(1);
      points.append(begin);
    }
    end = line.group(3) + "," + line.group(5);
    points.append(' ').append(end);
  }

  private void draw() {
    if (!points.isEmpty()) {
      svg.append("    <polyline style=\"")
          .append(style)
          .append("stroke-linejoin:round;\" points=\"") // pointed, peaks would be too high
          .append(points)
          .append("\"/>\n");
      points.setLength(0);
    }
  }
}
