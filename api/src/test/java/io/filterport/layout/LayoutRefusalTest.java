package io.filterport.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.MessageHeader;
import io.filterport.NtStatus;
import io.filterport.ReplyHeader;
import io.filterport.layout.Samples.Named;
import io.filterport.layout.Samples.OpenedPacked;
import io.filterport.layout.Samples.Verdict;
import io.filterport.layout.Samples.Wide;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What no layout is made of, and what no layout reads or writes. */
// Arrays are what is tried here; nobody compares these records with equals.
@SuppressWarnings("ArrayRecordComponent")
class LayoutRefusalTest {
  // ---- records that are no C structure

  record Empty() {}

  record Listed(List<String> names) {}

  record Boxed(Integer count) {}

  record NoLength(int kind, byte[] bytes) {}

  record NoTextLength(String text) {}

  record ZeroLength(@Length(0) byte[] bytes) {}

  record LengthOfInt(@Length(4) int count) {}

  record Deep(@Length(4) byte[][] bytes) {}

  record Texts(@Length(4) String[] texts) {}

  record Self(int kind, Self next) {}

  record Ring(Around around) {}

  record Around(@Length(2) Ring[] rings) {}

  record TwoLarge(@Length(1 << 25) byte[] one, @Length((1 << 25) + 1) byte[] two) {}

  record Overflowing(
      @Length(1 << 23) long[] one, @Length(1 << 23) long[] two, @Length(1 << 23) long[] three) {}

  record LongText(@Length((1 << 30) + 1) String text) {}

  record HeaderLater(int kind, ReplyHeader header) {}

  record HeaderTwice(MessageHeader header, MessageHeader again) {}

  record HeaderArray(@Length(1) ReplyHeader[] headers) {}

  record HeaderInside(Whole whole) {}

  record Whole(ReplyHeader header, boolean safe) {}

  record Huge(@Length(Integer.MAX_VALUE) long[] numbers) {}

  record FlexibleFirst(@Flexible byte[] bytes, int kind) {}

  record FlexibleAlone(@Flexible byte[] bytes) {}

  record FlexibleText(int kind, @Flexible String text) {}

  record FlexibleFlags(int kind, @Flexible boolean[] flags) {}

  record FlexibleBoth(int kind, @Flexible @Length(3) byte[] bytes) {}

  record FlexibleInside(int kind, Named named) {}

  record FlexibleInPadding(long id, byte kind, @Flexible byte[] bytes) {}

  @Packed
  record FlexiblePacked(long id, byte kind, @Flexible byte[] bytes) {}

  private static void refused(Class<? extends Record> type, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageLayout.of(MethodHandles.lookup(), type))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  @DisplayName("a component without a C type is named, with its type")
  void types() {
    refused(Empty.class, "Empty", "no components");
    refused(Listed.class, "names of ", "Listed", "java.util.List", "no C type");
    refused(Boxed.class, "count of ", "java.lang.Integer");
    refused(Deep.class, "bytes of ", "byte[][]");
    refused(Texts.class, "texts of ", "java.lang.String[]");
  }

  @Test
  @DisplayName("an array and a text need a length, and nothing else has one")
  void lengths() {
    refused(NoLength.class, "bytes of ", "@Length(n)");
    refused(NoTextLength.class, "text of ", "@Length(n)");
    refused(ZeroLength.class, "@Length(0)");
    refused(LengthOfInt.class, "count of ", "no array");
  }

  @Test
  @DisplayName("a record that contains itself has no size")
  void recursion() {
    refused(Self.class, "Self contains itself");
    refused(Ring.class, "Ring contains itself");
  }

  @Test
  @DisplayName("a message has 64 MiB at most, as those of a port")
  void tooLarge() {
    refused(TwoLarge.class, "TwoLarge has 67108865 bytes", "67108864 at most");
    refused(Overflowing.class, "Overflowing has 134217728 bytes");
    refused(LongText.class, "LongText has 2147483650 bytes");
    refused(Huge.class, "numbers of ", "17179869176 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Samples.NAMED.encode(new Named(0, 0, new byte[(64 << 20) - 7])))
        .withMessageContaining("67108865 bytes");
    assertThat(Samples.NAMED.encode(new Named(0, 0, new byte[(64 << 20) - 8])).byteSize())
        .isEqualTo(64 << 20);
  }

  @Test
  @DisplayName("LAY-10: a header stands once, and in front of a whole message")
  void headers() {
    refused(HeaderLater.class, "header of ", "in front of a whole message");
    refused(HeaderTwice.class, "again of ", "in front of a whole message");
    refused(HeaderArray.class, "headers of ", "in front of a whole message");
    refused(HeaderInside.class, "header of ", "in front of a whole message");
  }

  @Test
  @DisplayName("a flexible array is the last of several, at the end of sizeof")
  void flexible() {
    refused(FlexibleFirst.class, "bytes of ", "must be the last");
    refused(FlexibleAlone.class, "not the only one");
    refused(FlexibleText.class, "text of ", "not @Flexible");
    refused(FlexibleFlags.class, "flags of ", "not @Flexible");
    refused(FlexibleBoth.class, "one or the other");
    refused(FlexibleInside.class, "name of ", "inside of another record");
    refused(FlexibleInPadding.class, "begins at 9", "sizeof is 16", "@Packed");
    assertThat(MessageLayout.of(MethodHandles.lookup(), FlexiblePacked.class).size()).isEqualTo(9);
  }

  @Test
  @DisplayName("a record that the lookup cannot use is named, with what to call")
  void access() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageLayout.of(MethodHandles.publicLookup(), Verdict.class))
        .withMessageContaining("no access to io.filterport.layout.Samples$Verdict")
        .withMessageContaining("MethodHandles.lookup()");
  }

  // ---- messages of another size

  private static FilterPortException failure(ThrowingCallable call) {
    FilterPortException e = catchThrowableOfType(FilterPortException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.status()).isEqualTo(NtStatus.INVALID_PARAMETER);
    return e;
  }

  @Test
  @DisplayName("the whole size is checked when reading, and the error says both")
  void readsItsSizeOnly() {
    for (int bytes : new int[] {0, 4, 23, 25, 40}) {
      assertThat(failure(() -> Samples.AV_NOTIFICATION.read(Buffers.allocate(bytes))))
          .hasMessageContaining("AV_NOTIFICATION")
          .hasMessageContaining("in " + bytes + " bytes")
          .hasMessageContaining("has 24 bytes");
    }
  }

  @Test
  @DisplayName("a buffer of another size is not written")
  void writesItsSizeOnly() {
    for (int bytes : new int[] {0, 2}) {
      assertThat(failure(() -> Samples.VERDICT.write(new Verdict(true), Buffers.allocate(bytes))))
          .hasMessageContaining("in " + bytes + " bytes")
          .hasMessageContaining("has 1 bytes");
    }
  }

  @Test
  @DisplayName("a flexible message has its fixed part, and whole elements")
  void flexibleSizes() {
    assertThat(failure(() -> Samples.NAMED.read(Buffers.allocate(7)))).hasMessageContaining("8");
    assertThat(failure(() -> Samples.WIDE.read(Buffers.allocate(11))))
        .hasMessageContaining("elements of 2");
    assertThat(Samples.WIDE.read(Buffers.allocate(12)).name()).hasSize(2);
    failure(() -> Samples.NAMED.write(Samples.A_NAMED, Buffers.allocate(12)));
  }

  // ---- values that do not fit

  record Limits(@Length(2) byte[] bytes, @Length(2) Verdict[] verdicts) {}

  private static void unwritable(ThrowingCallable call, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  @DisplayName("an array has its length, neither less nor more; nothing is null")
  void values() {
    MessageLayout<Limits> layout = MessageLayout.of(MethodHandles.lookup(), Limits.class);
    Verdict[] two = {new Verdict(true), new Verdict(false)};
    unwritable(() -> layout.encode(new Limits(new byte[3], two)), "bytes of ", "3", "2");
    unwritable(() -> layout.encode(new Limits(new byte[1], two)), "1 elements");
    unwritable(() -> layout.encode(new Limits(null, two)), "bytes of ", "is null");
    unwritable(() -> layout.encode(new Limits(new byte[2], new Verdict[2])), "element 0");
    unwritable(() -> Samples.WIDE.encode(new Wide(1, null)), "name of ", "is null");
  }

  @Test
  @DisplayName("a text leaves room for its terminator, and has none inside")
  void texts() {
    unwritable(() -> Samples.OPENED_PACKED.encode(named("abcde")), "5 UTF-16 units", "room for 4");
    unwritable(() -> Samples.OPENED_PACKED.encode(named("a\0b")), "name of ", "U+0000");
  }

  private static OpenedPacked named(String name) {
    return new OpenedPacked((byte) 0, new Samples.FileId(0, 0), name);
  }

  // ---- values that the record itself refuses

  record Kind(int number) {
    Kind {
      if (number > 2) {
        throw new IllegalArgumentException("no kind " + number);
      }
    }
  }

  record Asked(Kind kind) {}

  @Test
  @DisplayName("what the record's constructor refuses is a message that is refused")
  void constructorRefuses() {
    MessageLayout<Asked> layout = MessageLayout.of(MethodHandles.lookup(), Asked.class);
    assertThat(layout.read(Buffers.of(new byte[] {2, 0, 0, 0})).kind().number()).isEqualTo(2);
    assertThat(failure(() -> layout.read(Buffers.of(new byte[] {3, 0, 0, 0}))))
        .hasMessageContaining("no kind 3")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }
}
