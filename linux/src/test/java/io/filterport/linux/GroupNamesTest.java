package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupNamesTest {
  @Test
  void namesOfTheGroupFileHaveTheirNumbers() throws IOException {
    List<String[]> groups =
        Files.readAllLines(Path.of("/etc/group")).stream()
            .map(line -> line.split(":", -1))
            .filter(fields -> fields.length == 4)
            .toList();
    assertThat(groups).isNotEmpty();
    for (String[] fields : groups) {
      assertThat(GroupNames.gid(fields[0])).as(fields[0]).isEqualTo(Long.parseLong(fields[2]));
    }
  }

  @Test
  void aGroupThatDoesNotExistIsNotFound() {
    assertThat(GroupNames.gid("no-such-group-here")).isEqualTo(-Errno.ENOENT);
    assertThat(GroupNames.gid("")).isEqualTo(-Errno.ENOENT);
  }
}
