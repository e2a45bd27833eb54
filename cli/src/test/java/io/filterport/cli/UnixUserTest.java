package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.security.AccessToken;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

@DisplayName("a user on the command line")
class UnixUserTest {
  private static AccessToken user(long uid, long gid, Long... groups) {
    return AccessToken.ofUnix(AccessToken.UNKNOWN, uid, gid, List.of(groups), List.of());
  }

  @Test
  @DisplayName("has the group of its own number if none is named")
  void alone() {
    assertThat(UnixUser.parse("uid:998")).isEqualTo(user(998, 998));
  }

  @Test
  @DisplayName("is in the groups that are named, the first of which is its own")
  void groups() {
    assertThat(UnixUser.parse("uid:998,gid:5,gid:6")).isEqualTo(user(998, 5, 5L, 6L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "998", "gid:5", "uid:", "uid:x", "uid:1,uid:2", "uid:1,", "uid:-7"})
  @DisplayName("of another form is refused with the form")
  void wrong(String text) {
    assertThatThrownBy(() -> UnixUser.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("uid:N[,gid:M...]");
  }
}
