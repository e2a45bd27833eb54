package io.filterport.verify.bench.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** The texts at the ticks of axes. Stateless. */
final class Ticks {
  private static final int DIGITS = 6;
  private static final long KI = 1 << 10;
  private static final long MI = 1 << 20;

  private Ticks() {}

  /** {@return a number without needless digits} */
  static String plain(double value) {
    return BigDecimal.valueOf(value)
        .setScale(DIGITS, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  /** {@return the percentile that one of so many is beyond} */
  static String percentile(double oneOf) {
    return plain(100 - 100 / oneOf) + " %";
  }

  /** {@return a whole number, short} */
  static String amount(double value) {
    long whole = Math.round(value);
    if (whole >= MI && whole % MI == 0) {
      return whole / MI + " Mi";
    }
    return whole >= KI && whole % KI == 0
        ? whole / KI + " Ki"
        : String.format(Locale.ROOT, "%,d", whole);
  }
}
