package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.cli.Privileges.User;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the list of users")
class PrivilegesTest {
  @Test
  @DisplayName("has a name and two numbers on a line")
  void user() {
    assertThat(Privileges.user("nobody:x:65534:65533:nobody:/:/bin/false"))
        .contains(new User("nobody", 65534, 65533));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# a comment", "+::::::", "-user::::::", "a:x:-1:2:::", "a:x:1:b:::"})
  @DisplayName("has lines that name nobody")
  void noUser(String line) {
    assertThat(Privileges.user(line)).isEmpty();
  }
}
