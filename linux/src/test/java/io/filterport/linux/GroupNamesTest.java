package io.filterport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
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
  void everyUserHasTheGroupsThatIdSays() throws Exception {
    List<String[]> users =
        Files.readAllLines(Path.of("/etc/passwd")).stream()
            .map(line -> line.split(":", -1))
            .filter(fields -> fields.length == 7)
            .toList();
    assertThat(users).isNotEmpty();
    for (String[] fields : users) {
      assertThat(GroupNames.of(fields[0], Long.parseLong(fields[3])))
          .as(fields[0])
          .containsExactlyInAnyOrder(idOf(fields[0]));
    }
  }

  private static long[] idOf(String user) throws Exception {
    Process id = new ProcessBuilder("id", "-G", user).start();
    String said = new String(id.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return Pattern.compile(" ").splitAsStream(said.strip()).mapToLong(Long::parseLong).toArray();
  }

  @Test
  void aUserWhoIsNotKnownHasItsOwnGroup() {
    assertThat(GroupNames.of("no-such-user-here", 4_000_000_000L)).containsExactly(4_000_000_000L);
  }

  @Test
  void aGroupThatDoesNotExistIsNotFound() {
    assertThat(GroupNames.gid("no-such-group-here")).isEqualTo(-Errno.ENOENT);
    assertThat(GroupNames.gid("")).isEqualTo(-Errno.ENOENT);
  }
}
