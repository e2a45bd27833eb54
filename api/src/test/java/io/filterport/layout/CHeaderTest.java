package io.filterport.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The header, to the letter. What a compiler makes of it is in {@link CompilerTest}. */
class CHeaderTest {
  record HTTPInfo2Go(int aUrl) {}

  record Outer(HTTPInfo2Go info, Other.HTTPInfo2Go other) {}

  interface Other {
    record HTTPInfo2Go(int aUrl) {}
  }

  @Test
  @DisplayName("what is inside comes first, once; packed where it is packed; with checks")
  void prints() {
    assertThat(Samples.OPENED_PACKED.toCHeader())
        .isEqualTo(
            """
            #include <assert.h>
            #include <stddef.h>

            #if !defined(_WIN32) && !defined(FILTERPORT_TYPES)
            #define FILTERPORT_TYPES
            #include <stdint.h>
            typedef uint8_t UCHAR;
            typedef uint8_t BOOLEAN;
            typedef uint16_t USHORT;
            typedef uint16_t WCHAR;
            typedef uint32_t ULONG;
            typedef uint64_t ULONGLONG;
            #endif

            #ifndef FILE_ID_DEFINED
            #define FILE_ID_DEFINED
            typedef struct _FILE_ID {
              ULONG Volume;
              ULONGLONG Index;
            } FILE_ID, *PFILE_ID;
            static_assert(sizeof(FILE_ID) == 16, "sizeof(FILE_ID) is 16");
            static_assert(offsetof(FILE_ID, Volume) == 0, "offsetof(FILE_ID, Volume) is 0");
            static_assert(offsetof(FILE_ID, Index) == 8, "offsetof(FILE_ID, Index) is 8");
            #endif

            #ifndef OPENED_PACKED_DEFINED
            #define OPENED_PACKED_DEFINED
            #pragma pack(push, 1)
            typedef struct _OPENED_PACKED {
              UCHAR Kind;
              FILE_ID File;
              WCHAR Name[5];
            } OPENED_PACKED, *POPENED_PACKED;
            #pragma pack(pop)
            static_assert(sizeof(OPENED_PACKED) == 27, "sizeof(OPENED_PACKED) is 27");
            static_assert(offsetof(OPENED_PACKED, Kind) == 0, "offsetof(OPENED_PACKED, Kind) is 0");
            static_assert(offsetof(OPENED_PACKED, File) == 1, "offsetof(OPENED_PACKED, File) is 1");
            static_assert(offsetof(OPENED_PACKED, Name) == 17, "offsetof(OPENED_PACKED, Name) is 17");
            #endif
            """);
  }

  @Test
  @DisplayName("arrays, a flexible end")
  void declarations() {
    assertThat(Samples.OPENED.toCHeader())
        .contains("  USHORT Stamps[3];\n  FILE_ID Links[2];\n  WCHAR Name[5];\n  BOOLEAN Marks[3];")
        .containsOnlyOnce("typedef struct _FILE_ID");
    assertThat(Samples.NAMED.toCHeader()).contains("  UCHAR Name[];\n");
    assertThat(Samples.MIXED.toCHeader()).contains("  float Ratio;\n  double Mean;\n");
  }

  @Test
  @DisplayName("words of a name are told apart; two records of one name are refused")
  void names() {
    assertThat(Samples.of(HTTPInfo2Go.class)).hasToString("HTTP_INFO2_GO of 4 bytes");
    MessageLayout<Outer> layout = Samples.of(Outer.class);
    assertThatIllegalStateException()
        .isThrownBy(layout::toCHeader)
        .withMessageContaining("CHeaderTest$HTTPInfo2Go and ")
        .withMessageContaining("Other$HTTPInfo2Go are both HTTP_INFO2_GO in C");
  }
}
