package io.streamflow.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {
  @TempDir Path directory;

  @Test
  void linesAndBarsLandInOneFile() throws Exception {
    Path file = directory.resolve("images").resolve("both.svg");
    SvgFile.write(file, lines(), bars());

    String svg = Files.readString(file);
    assertThat(svg.split("<svg", -1)).hasSize(2);
    assertThat(svg).contains("viewBox=\"0 0 820 720\"");
    // both lines, and three bars of the same two colours
    assertThat(svg).contains("stroke:rgb(9,105,218)", "stroke:rgb(207,92,0)");
    assertThat(svg).contains("fill:rgb(9,105,218)", "fill:rgb(207,92,0)");
    SvgFile.write(file, lines(), bars());
    assertThat(file).hasContent(svg);
    SvgFile.write(file, bars());
    assertThat(file).content().contains("viewBox=\"0 0 820 360\"");
  }

  private static Plot lines() {
    return Plot.lines("Rate by keys", "keys", "M items/s")
        .logarithmicX()
        .logarithmicY()
        .line("by hand", List.of(1e3, 1e4, 1e5, 1e6), List.of(50, 40, 20, 8))
        .line("engine", List.of(1e3, 1e4, 1e5, 1e6), List.of(25, 20, 9, 3));
  }

  private static Plot bars() {
    return Plot.bars("Rates", "M items/s")
        .logarithmicY()
        .bar("by hand", List.of("map", "sum"), List.of(120, 90))
        .bar("engine", List.of("map", "sum"), Arrays.asList(70, null));
  }

  @Test
  void aCurveIsOneElement() throws Exception {
    Path file = directory.resolve("curve.svg");
    List<Integer> many = IntStream.range(0, 500).boxed().toList();
    SvgFile.write(file, Plot.lines("Squares", "n", "").line("a", many, many));
    assertThat(file)
        .content()
        .containsPattern(
            "<polyline style=\"[^\"]*rgb\\(9,105,218[^\"]*\" points=\"([^ \"]+ ?){500}\"/>");
    String styled = "<line style=\"s;\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>\n";
    assertThat(
            JoinedLines.of(
                "<g>\n"
                    + styled.formatted(0, 1, 5, 6)
                    + styled.formatted(1, 2, 6, 7)
                    + styled.formatted(2, 3, 8, 9) // from elsewhere
                    + styled.replace("s;", "t;").formatted(3, 4, 9, 9)
                    + "</g>"))
        .isEqualToIgnoringWhitespace(
            """
            <g>
            <polyline style="s;stroke-linejoin:round;" points="0,5 1,6 2,7"/>
            <polyline style="s;stroke-linejoin:round;" points="2,8 3,9"/>
            <polyline style="t;stroke-linejoin:round;" points="3,9 4,9"/>
            </g>
            """);
  }

  @Test
  void nothingToShowIsRefused() {
    Path file = directory.resolve("none.svg");
    assertThatThrownBy(() -> SvgFile.write(file, Plot.bars("Rates", "")))
        .hasMessageContaining("nothing to show in 'Rates'");
    assertThatThrownBy(() -> SvgFile.write(file, List.of())).hasMessageContaining("no plots");
    assertThatThrownBy(() -> Plot.lines("a", "", "").line("b", List.of(1), List.of(1, 2)))
        .hasMessageContaining("'b' of 'a' needs as many values as places");
    assertThat(file).doesNotExist();
  }

  @Test
  void whatHasBarsTakesNoLines() {
    Plot bars = Plot.bars("Rates", "");
    assertThatThrownBy(() -> bars.line("a", List.of(1), List.of(1)))
        .hasMessageContaining("has bars, not lines");
    assertThatThrownBy(bars::logarithmicX).hasMessageContaining("no numbers");
    assertThatThrownBy(() -> Plot.lines("a", "", "").bar("b", List.of("c"), List.of(1)))
        .hasMessageContaining("has lines, not bars");
  }
}
