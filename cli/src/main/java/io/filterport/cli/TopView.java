package io.filterport.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/** A page that is renewed in place on a terminal until somebody types q. For one thread. */
final class TopView {
  private static final int NANOS_PER_SECOND = 1_000_000_000;
  private static final int CONTROL_C = 3;
  private static final Size USUAL = Size.of(80, 24);

  private final Terminal terminal;
  private final Source source;
  private final String title;
  private final boolean plain;
  private final long intervalMillis;
  private final Display display;

  private @Nullable Observation before;
  private long beforeNanos;

  /** Where observations come from. */
  @FunctionalInterface
  interface Source {
    Observation look() throws IOException;
  }

  /**
   * Makes one that shows nothing yet.
   *
   * @param terminal is left as it was found
   * @param title the first line
   * @param plain whether headings look like the rest
   */
  TopView(Terminal terminal, Source source, String title, boolean plain, long intervalMillis) {
    this.terminal = terminal;
    this.source = source;
    this.title = title;
    this.plain = plain;
    this.intervalMillis = intervalMillis;
    this.display = new Display(terminal, true);
  }

  /**
   * Shows the page until somebody wants it to end, or nobody can any more.
   *
   * @param screen where it is shown
   * @throws java.io.IOError if the terminal is gone
   */
  void run(OtherScreen screen) throws IOException {
    Attributes found = terminal.enterRawMode();
    takeSignalsAsKeys();
    screen.enter(terminal);
    try {
      do {
        show(screen);
      } while (!isToEnd(terminal.reader()));
    } finally {
      screen.leave();
      terminal.setAttributes(found);
      terminal.flush();
    }
  }

  /** Else Ctrl-C would end the process with the terminal as it is. */
  private void takeSignalsAsKeys() {
    Attributes raw = terminal.getAttributes();
    raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(raw);
  }

  private void show(OtherScreen screen) throws IOException {
    Observation now = source.look();
    long nanos = System.nanoTime();
    TopPage page =
        new TopPage(now, before, (double) Math.max(1, nanos - beforeNanos) / NANOS_PER_SECOND);
    before = now;
    beforeNanos = nanos;
    screen.draw(() -> draw(page));
  }

  private void draw(TopPage page) {
    Size size = size();
    display.resize(size);
    display.update(fitted(page.lines(), size), 0);
    terminal.flush();
  }

  /** A serial line, and a terminal of some containers, has a size of 0: nobody has told it. */
  private Size size() {
    Size told = terminal.getSize();
    return Size.of(
        told.getColumns() > 0 ? told.getColumns() : USUAL.getColumns(),
        told.getRows() > 0 ? told.getRows() : USUAL.getRows());
  }

  private List<AttributedString> fitted(List<String> lines, Size size) {
    List<AttributedString> shown = new ArrayList<>();
    shown.add(heading(title));
    boolean first = true;
    for (String line : lines) {
      shown.add(first ? heading(line) : new AttributedString(line));
      first = line.isEmpty();
    }
    return shown.stream()
        .limit(size.getRows())
        .map(line -> line.columnSubSequence(0, size.getColumns()))
        .toList();
  }

  private AttributedString heading(String text) {
    return plain
        ? new AttributedString(text)
        : new AttributedString(text, AttributedStyle.DEFAULT.bold());
  }

  /** {@return whether somebody wants it to end, or nobody can any more} */
  private boolean isToEnd(NonBlockingReader keys) throws IOException {
    long end = System.nanoTime() + intervalMillis * (NANOS_PER_SECOND / 1000);
    for (long left = intervalMillis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      switch (keys.read(left)) {
        case 'q', 'Q', CONTROL_C, NonBlockingReader.EOF -> {
          return true;
        }
        case NonBlockingReader.READ_EXPIRED -> {
          return false;
        }
        default -> {}
      }
    }
    return false;
  }
}
