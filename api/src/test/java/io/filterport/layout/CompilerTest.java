package io.filterport.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.filterport.Buffers;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.layout.Gcc.Ended;
import io.filterport.layout.Samples.FilterReplyHeader;
import io.filterport.layout.Samples.PackedReply;
import io.filterport.layout.Samples.PaddedReply;
import io.filterport.layout.Samples.WholeReply;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Our layouts beside those of gcc, which lays these types out as Windows' compilers do on x64. */
class CompilerTest {
  private static final Map<String, MessageLayout<?>> HEADERS =
      Map.of(
          "mixed.h", Samples.MIXED,
          "mixed_packed.h", Samples.MIXED_PACKED,
          "opened.h", Samples.OPENED,
          "opened_packed.h", Samples.OPENED_PACKED,
          "padded_reply.h", Samples.PADDED_REPLY,
          "packed_reply.h", Samples.PACKED_REPLY,
          "whole_reply.h", Samples.WHOLE_REPLY,
          "named.h", Samples.NAMED);

  /**
   * Fills each structure, once over zeros and once over other bytes, and prints its size and bytes.
   */
  private static final String PROGRAM =
      """
      #include <stdio.h>
      #include <string.h>
      #include "mixed.h"
      #include "mixed_packed.h"
      #include "opened.h"
      #include "opened_packed.h"
      #include "padded_reply.h"
      #include "packed_reply.h"
      #include "whole_reply.h"
      #include "named.h"

      #define FILL_MIXED(m) \\
        (m)->Small = 0x81; (m)->Number = 0x8382; (m)->Flag = 1; (m)->Count = 0x87868584; \\
        (m)->Letter = 0x20AC; (m)->Id = 0x8F8E8D8C8B8A8988; (m)->Ratio = 1.5f; (m)->Mean = -2.5;

      static void print(const char *name, int fill, size_t size, const void *value) {
        const unsigned char *bytes = value;
        printf("%s%s=", name, fill ? "-over-other-bytes" : "");
        for (size_t i = 0; i < size; i++) {
          printf("%02x", bytes[i]);
        }
        printf("\\n");
      }

      static void all(int fill) {
        MIXED mixed;
        memset(&mixed, fill, sizeof mixed);
        FILL_MIXED(&mixed)
        print("MIXED", fill, sizeof mixed, &mixed);

        MIXED_PACKED packed;
        memset(&packed, fill, sizeof packed);
        FILL_MIXED(&packed)
        print("MIXED_PACKED", fill, sizeof packed, &packed);

        OPENED opened;
        memset(&opened, fill, sizeof opened);
        opened.Kind = 7;
        opened.File.Volume = 1;
        opened.File.Index = 2;
        for (int i = 0; i < 3; i++) {
          opened.Stamps[i] = 3 + i;
          opened.Marks[i] = i != 1;
        }
        for (int i = 0; i < 2; i++) {
          opened.Links[i].Volume = 6 + 2 * i;
          opened.Links[i].Index = 7 + 2 * i;
        }
        opened.Name[0] = 'a';
        opened.Name[1] = 0x20AC;
        opened.Name[2] = 0;
        print("OPENED", fill, sizeof opened, &opened);

        OPENED_PACKED openedPacked;
        memset(&openedPacked, fill, sizeof openedPacked);
        openedPacked.Kind = 7;
        openedPacked.File.Volume = 1;
        openedPacked.File.Index = 2;
        for (int i = 0; i < 5; i++) {
          openedPacked.Name[i] = i < 4 ? 'a' + i : 0;
        }
        print("OPENED_PACKED", fill, sizeof openedPacked, &openedPacked);

        PADDED_REPLY paddedReply;
        memset(&paddedReply, fill, sizeof paddedReply);
        paddedReply.Header.Status = 0;
        paddedReply.Header.MessageId = 5;
        paddedReply.SafeToOpen = 1;
        print("PADDED_REPLY", fill, sizeof paddedReply, &paddedReply);

        PACKED_REPLY packedReply;
        memset(&packedReply, fill, sizeof packedReply);
        packedReply.Header.Status = 0;
        packedReply.Header.MessageId = 5;
        packedReply.SafeToOpen = 1;
        print("PACKED_REPLY", fill, sizeof packedReply, &packedReply);

        WHOLE_REPLY wholeReply;
        memset(&wholeReply, fill, sizeof wholeReply);
        wholeReply.Header.Status.Value = 0;
        wholeReply.Header.MessageId = 5;
        wholeReply.SafeToOpen = 1;
        print("WHOLE_REPLY", fill, WHOLE_REPLY_BYTES, &wholeReply);

        union { NAMED named; unsigned char bytes[sizeof(NAMED) + 5]; } message;
        memset(&message, fill, sizeof message);
        message.named.Kind = 1;
        message.named.Reserved = 0;
        memcpy(message.named.Name, "/etc/", 5);
        print("NAMED", fill, sizeof(NAMED) + 5, &message);
      }

      int main(void) {
        all(0);
        all(0xCC);
        return 0;
      }
      """;

  @Test
  @DisplayName("LAY-09: gcc's structures have our bytes, and ours are read out of them")
  void sameBytes() throws Exception {
    Gcc gcc = new Gcc("same-bytes");
    for (Map.Entry<String, MessageLayout<?>> header : HEADERS.entrySet()) {
      gcc.write(header.getKey(), header.getValue().toCHeader());
    }
    gcc.write("program.c", PROGRAM);
    assertThat(gcc.compile("program.c")).isEqualTo(new Ended(0, ""));
    Map<String, byte[]> printed = parse(gcc.runProgram().output());

    FilterReplyHeader header = new FilterReplyHeader(0, 5);
    check(printed, "MIXED", Samples.MIXED, Samples.A_MIXED);
    check(printed, "MIXED_PACKED", Samples.MIXED_PACKED, Samples.A_MIXED_PACKED);
    check(printed, "OPENED", Samples.OPENED, Samples.AN_OPENED);
    check(printed, "OPENED_PACKED", Samples.OPENED_PACKED, Samples.AN_OPENED_PACKED);
    check(printed, "PADDED_REPLY", Samples.PADDED_REPLY, new PaddedReply(header, true));
    check(printed, "PACKED_REPLY", Samples.PACKED_REPLY, new PackedReply(header, true));
    ReplyHeader ours = new ReplyHeader(NtStatus.SUCCESS, 5);
    check(printed, "WHOLE_REPLY", Samples.WHOLE_REPLY, new WholeReply(ours, true));
    check(printed, "NAMED", Samples.NAMED, Samples.A_NAMED);
    assertThat(printed).hasSize(2 * HEADERS.size());
    assertThat(printed.get("PADDED_REPLY")).hasSize(24);
    assertThat(printed.get("PACKED_REPLY")).hasSize(17);
    assertThat(printed.get("WHOLE_REPLY")).hasSize(17);
  }

  private static Map<String, byte[]> parse(String output) {
    return output
        .lines()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(line -> line[0], line -> HexFormat.of().parseHex(line[1])));
  }

  private static <T extends Record> void check(
      Map<String, byte[]> printed, String name, MessageLayout<T> layout, T value) {
    assertThat(Buffers.bytes(layout.encode(value))).as(name).isEqualTo(printed.get(name));
    byte[] overOtherBytes = printed.get(name + "-over-other-bytes");
    assertThat(layout.read(Buffers.of(overOtherBytes)))
        .as(name)
        .usingRecursiveComparison()
        .isEqualTo(value);
  }

  @Test
  @DisplayName("random structures: every size and offset that we print is gcc's")
  void randomStructures() throws Exception {
    Gcc gcc = new Gcc("random");
    StringBuilder source = new StringBuilder();
    new RandomStructs(0xC0DEC)
        .make(300)
        .forEach(struct -> source.append(new CHeader().print(struct)));
    gcc.write("program.c", source + "int main(void) { return 0; }\n");
    assertThat(gcc.compile("program.c")).isEqualTo(new Ended(0, ""));
  }

  @Test
  @DisplayName("a header with a wrong size or offset does not compile")
  void wrongNumbers() throws Exception {
    Gcc gcc = new Gcc("wrong");
    String header = Samples.MIXED.toCHeader();
    for (String right : new String[] {"sizeof(MIXED) == 40", "offsetof(MIXED, Id) == 16"}) {
      assertThat(header).contains(right);
      gcc.write("program.c", header.replace(right, right + " + 1") + "int main(void) {}\n");
      Ended ended = gcc.compile("program.c");
      assertThat(ended.exit()).isNotZero();
      assertThat(ended.output()).contains("static assertion failed");
    }
  }
}
