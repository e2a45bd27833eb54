package io.filterport.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PieceTest {
  @Test
  @DisplayName("MAP-02: what is before the first separator and behind the last may be empty")
  void emptyPieces() {
    assertThat(Piece.of(";A;").split(';')).extracting(Piece::text).containsExactly("", "A", "");
  }
}
