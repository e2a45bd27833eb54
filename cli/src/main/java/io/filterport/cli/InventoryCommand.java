package io.filterport.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that shows one part of what a host holds, a row each. */
abstract class InventoryCommand implements Callable<Integer> {
  @Mixin private SocketOption socket;
  @Mixin private OutputOption output;

  @Override
  public final Integer call() throws IOException {
    output.print(rows(Inventory.ask(socket.space())));
    return ExitCodes.OK;
  }

  /** {@return the rows, all of the same fields} */
  abstract List<Map<String, Object>> rows(Inventory inventory);
}
