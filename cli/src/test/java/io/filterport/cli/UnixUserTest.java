package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filterport.security.AccessToken;
import io.filterport.security.Administrators;
import io.filterport.security.Sid;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

@DisplayName("a user on the command line")
class UnixUserTest {
  @Test
  @DisplayName("has the group of its own number if none is named")
  void alone() {
    assertThat(UnixUser.parse("uid:998")).isEqualTo(new UnixUser(998, List.of(998L)));
  }

  @Test
  @DisplayName("is in the groups that are named, the first of which is its own")
  void groups() {
    assertThat(UnixUser.parse("uid:998,gid:5,gid:6")).isEqualTo(new UnixUser(998, List.of(5L, 6L)));
  }

  @Test
  @DisplayName("is what the manager would take it for (MAP-01)")
  void token() {
    Administrators administrators = new Administrators(Set.of(7L), Set.of(6L));

    assertThat(UnixUser.parse("uid:998,gid:5,gid:6").token(administrators))
        .isEqualTo(
            AccessToken.ofUnix(AccessToken.UNKNOWN, 998, 5, List.of(5L, 6L), administrators));
    assertThat(UnixUser.parse("uid:998,gid:6").token(administrators).holds(Sid.ADMINISTRATORS))
        .isTrue();
    assertThat(UnixUser.parse("uid:6").token(Administrators.ROOT).holds(Sid.ADMINISTRATORS))
        .isFalse();
    assertThat(UnixUser.parse("uid:7").token(administrators).holds(Sid.SYSTEM)).isTrue();
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
