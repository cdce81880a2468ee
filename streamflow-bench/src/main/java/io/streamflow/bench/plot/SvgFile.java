package io.streamflow.bench.plot;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Graphics2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Plots below each other in one SVG file. Needs neither a display nor the network. */
public final class SvgFile {
  private static final Pattern CLIP = Pattern.compile("clip-?[0-9]+");
  private static final Pattern DECIMALS = Pattern.compile("([0-9]\\.[0-9]{2})[0-9]+");

  private SvgFile() {}

  /**
   * Writes the file, over one that is there; makes its directory.
   *
   * @throws IllegalArgumentException when there are no plots
   * @throws IllegalStateException when one of them has nothing to show
   */
  public static void write(Path file, Plot... plots) throws IOException {
    write(file, List.of(plots));
  }

  /** The same. */
  public static void write(Path file, List<Plot> plots) throws IOException {
    if (plots.isEmpty()) {
      throw new IllegalArgumentException("no plots for " + file);
    }
    int height = plots.size() * Plot.HEIGHT;
    VectorGraphics2D all = new VectorGraphics2D();
    all.setColor(Plot.BACKGROUND);
    all.fillRect(0, 0, Plot.WIDTH, height);
    for (int i = 0; i < plots.size(); i++) {
      Graphics2D own = (Graphics2D) all.create();
      own.translate(0, i * Plot.HEIGHT);
      plots.get(i).paint(own);
      own.dispose();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Processors.get("svg")
        .getDocument(all.getCommands(), new PageSize(Plot.WIDTH, height))
        .writeTo(bytes);
    Path absolute = file.toAbsolutePath();
    if (absolute.getParent() != null) {
      Files.createDirectories(absolute.getParent());
    }
    Files.writeString(absolute, tidy(bytes.toString(StandardCharsets.UTF_8)));
  }

  /**
   * Two decimals are enough for a screen, and halve the file: texts are outlines, so that they look
   * the same everywhere. Curves are one element each. Clips get numbers in their order, so that the
   * same plots give the same file.
   */
  private static String tidy(String svg) {
    Map<String, String> clips = new HashMap<>();
    String numbered =
        CLIP.matcher(svg)
            .replaceAll(found -> clips.computeIfAbsent(found.group(), _ -> "c" + clips.size()));
    return JoinedLines.of(DECIMALS.matcher(numbered).replaceAll("$1"));
  }
}
