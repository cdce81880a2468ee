package io.streamflow.bench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A chart of lines or of bars. Made by {@link #lines} or {@link #bars}, filled with {@link #line}
 * or {@link #bar}, and written by {@link SvgFile}, several below each other if need be. Not for
 * several threads. It has a light background of its own, so that it reads as well on a dark page.
 */
public final class Plot {
  static final int WIDTH = 820;
  static final int HEIGHT = 360;

  static final Color BACKGROUND = new Color(0xFFFFFF);
  private static final Color INK = new Color(0x24292F);
  private static final Color GRID = new Color(0xD8DEE4);
  private static final Color[] COLORS = {
    new Color(0x0969DA),
    new Color(0xCF5C00),
    new Color(0x1A7F37),
    new Color(0x8250DF),
    new Color(0xBF3989),
    new Color(0x6E7781),
    new Color(0x9A6700),
    new Color(0xCF222E),
  };

  private final XYChart lines;
  private final CategoryChart bars;
  private final boolean hasBars;
  private final String title;
  private int series;
  private double least = Double.MAX_VALUE;

  private Plot(String title, String x, String y, boolean hasBars) {
    this.title = title;
    this.hasBars = hasBars;
    lines = new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle(x).yAxisTitle(y).build();
    bars =
        new CategoryChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle(x).yAxisTitle(y).build();
    lines.setTitle(title);
    bars.setTitle(title);
    style(lines.getStyler());
    style(bars.getStyler());
    bars.getStyler().setAvailableSpaceFill(0.75);
    lines.getStyler().setMarkerSize(6);
  }

  /**
   * A chart of lines over numbers.
   *
   * @param x what the horizontal axis shows, with its unit
   * @param y what the vertical axis shows, with its unit
   */
  public static Plot lines(String title, String x, String y) {
    return new Plot(title, x, y, false);
  }

  /**
   * A chart of bars, side by side within each category.
   *
   * @param y what the bars show, with its unit
   */
  public static Plot bars(String title, String y) {
    return new Plot(title, "", y, true);
  }

  /** Makes the horizontal axis logarithmic; only lines have one of numbers. */
  public Plot logarithmicX() {
    if (hasBars) {
      throw new IllegalStateException(title + " has bars: their horizontal axis has no numbers");
    }
    lines.getStyler().setXAxisLogarithmic(true);
    return this;
  }

  /** Makes the vertical axis logarithmic. */
  public Plot logarithmicY() {
    styler().setYAxisLogarithmic(true);
    return this;
  }

  /** Makes the vertical axis begin at {@code from} instead of near the least value. */
  public Plot yFrom(double from) {
    styler().setYAxisMin(from);
    return this;
  }

  /**
   * Adds a line.
   *
   * @param name what the legend says
   * @throws IllegalArgumentException when there are no points, or not as many of one as of the
   *     other
   */
  public Plot line(String name, List<? extends Number> x, List<? extends Number> y) {
    if (hasBars) {
      throw new IllegalStateException(title + " has bars, not lines");
    }
    sameSize(name, x, y);
    Color color = COLORS[series++ % COLORS.length];
    lines
        .addSeries(name, x, y)
        .setMarker(x.size() > 60 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE)
        .setMarkerColor(color)
        .setLineColor(color)
        .setLineStyle(new BasicStroke(2f));
    return this;
  }

  /**
   * Adds a bar to each category; a null among {@code values} leaves that category without one.
   *
   * @param name what the legend says
   * @param categories the same for each call
   * @throws IllegalArgumentException when there are no values, or not as many as categories
   */
  public Plot bar(String name, List<String> categories, List<? extends @Nullable Number> values) {
    if (!hasBars) {
      throw new IllegalStateException(title + " has lines, not bars");
    }
    sameSize(name, categories, values);
    for (Number value : values) {
      least = value == null ? least : Math.min(least, value.doubleValue());
    }
    bars.addSeries(name, categories, values).setFillColor(COLORS[series++ % COLORS.length]);
    return this;
  }

  private void sameSize(String name, List<?> x, List<?> y) {
    if (x.isEmpty() || x.size() != y.size()) {
      throw new IllegalArgumentException(
          "'%s' of '%s' needs as many values as places, and at least one: %d, %d"
              .formatted(name, title, y.size(), x.size()));
    }
  }

  void paint(Graphics2D graphics) {
    if (series == 0) {
      throw new IllegalStateException("nothing to show in '" + title + "'");
    }
    if (hasBars) {
      if (bars.getStyler().isYAxisLogarithmic() && bars.getStyler().getYAxisMin() == null) {
        // bars grow from zero otherwise, which is nowhere on such an axis
        bars.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(least) - 0.01)));
      }
      bars.paint(graphics, WIDTH, HEIGHT);
    } else {
      lines.paint(graphics, WIDTH, HEIGHT);
    }
  }

  private AxesChartStyler styler() {
    return hasBars ? bars.getStyler() : lines.getStyler();
  }

  private static void style(AxesChartStyler styler) {
    styler.setLocale(Locale.ROOT);
    styler.setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    styler.setChartBackgroundColor(BACKGROUND);
    styler.setPlotBackgroundColor(BACKGROUND);
    styler.setChartTitleBoxVisible(false);
    styler.setChartFontColor(INK);
    styler.setAxisTickLabelsColor(INK);
    styler.setAxisTickMarksColor(INK);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotBorderVisible(false);
    styler.setLegendBorderColor(BACKGROUND);
    styler.setLegendBackgroundColor(BACKGROUND);
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
  }
}
