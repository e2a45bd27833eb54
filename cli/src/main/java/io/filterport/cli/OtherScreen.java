package io.filterport.cli;

import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.ShutdownHooks;
import org.jspecify.annotations.Nullable;

/**
 * A terminal's other screen, which is given back however this process ends, {@code kill -9} aside.
 * Safe for use by any thread.
 *
 * <p>Make it before the terminal: of the tasks at the end of a process the first that was added
 * runs first, and the terminal's own closes it.
 */
final class OtherScreen implements AutoCloseable {
  private final ShutdownHooks.Task atTheEnd = ShutdownHooks.add(this::leave);

  // guarded by this
  private @Nullable Terminal entered;

  /** The cursor stands where it stood on the first one, until it is sent home. */
  synchronized void enter(Terminal terminal) {
    entered = terminal;
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.clear_screen);
    terminal.puts(Capability.cursor_invisible);
  }

  /** Draws unless it was left, and not while it is. */
  synchronized void draw(Runnable drawing) {
    if (entered != null) {
      drawing.run();
    }
  }

  /** Does nothing the second time. */
  synchronized void leave() {
    Terminal terminal = entered;
    if (terminal != null) {
      entered = null;
      terminal.puts(Capability.cursor_visible);
      terminal.puts(Capability.exit_ca_mode);
      terminal.flush();
    }
  }

  /** It was left, or never entered. */
  @Override
  public void close() {
    ShutdownHooks.remove(atTheEnd);
  }
}
