package io.streamflow.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileListingTest {
  @TempDir Path dir;

  @BeforeEach
  void files() throws Exception {
    Files.createDirectories(dir.resolve("sub/deep"));
    Files.createDirectories(dir.resolve(".hidden"));
    for (String name :
        List.of(
            "b.log", "a.log", "c.txt", "sub/d.log", "sub/deep/e.log", ".x.log", ".hidden/f.log")) {
      Files.writeString(dir.resolve(name), name);
    }
    Files.createDirectories(dir.resolve("dir.log"));
  }

  private List<String> found(String glob) throws Exception {
    return FileSource.lines(dir + "/" + glob).partitions().stream()
        .map(path -> path.substring(dir.toString().length() + 1))
        .toList();
  }

  @Test
  void aGlobNamesTheFilesThatMatchSorted() throws Exception {
    assertThat(found("*.log")).containsExactly("a.log", "b.log");
    assertThat(found("{a,c}.*")).containsExactly("a.log", "c.txt");
    assertThat(found("[ab].lo?")).containsExactly("a.log", "b.log");
    assertThat(found("*/*.log")).containsExactly("sub/d.log");
    assertThat(found("**.log")).containsExactly("a.log", "b.log", "sub/d.log", "sub/deep/e.log");
    assertThat(found("sub/**/*.log")).containsExactly("sub/deep/e.log");
    assertThat(found(".*.log")).containsExactly(".x.log");
    assertThat(found("a.log")).containsExactly("a.log");
  }

  @Test
  void everyFileIsReadByItself() throws Exception {
    FileSource<String> source = FileSource.lines(dir + "/?.log");
    for (String partition : source.partitions()) {
      assertThat(CollectedOutput.all(source, partition, java.util.Optional.empty()).items)
          .containsExactly(Path.of(partition).getFileName().toString());
    }
  }

  @Test
  void aFileWithGlobCharactersInItsNameIsFoundByName() throws Exception {
    Files.writeString(dir.resolve("odd[1].log"), "odd");
    assertThat(found("odd[1].log")).containsExactly("odd[1].log");
    assertThat(FileSource.lines(dir.resolve("odd[1].log")).partitions()).hasSize(1);
  }

  @Test
  void nothingFoundIsAnErrorThatNamesGlobAndDirectory() {
    assertThatThrownBy(() -> found("*.csv"))
        .hasMessage("no file matches " + dir + "/*.csv in the directory " + dir);
    assertThatThrownBy(() -> found("nowhere/*.csv"))
        .hasMessageContaining("no file matches")
        .hasMessageContaining("there is no directory " + dir.resolve("nowhere"));
  }

  @Test
  void relativeGlobs() throws Exception {
    assertThat(FileListing.files("*.xml")).contains("pom.xml");
    assertThat(FileListing.files("./*.xml")).contains("./pom.xml");
  }
}
