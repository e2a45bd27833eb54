package io.filterport.verify.system;

import io.filterport.Buffers;
import io.filterport.FilterPortException;
import io.filterport.PortSpace;
import io.filterport.service.FilterPort;
import java.nio.file.Path;

/**
 * Connects to the ports that its parent names and tells how one call went. Arguments: socket, uid
 * to run as.
 */
final class VisitorProgram {
  private VisitorProgram() {}

  public static void main(String[] arguments) {
    Program.limitTime();
    Unprivileged.become(Long.parseLong(arguments[1]), Path.of(arguments[0]));
    PortSpace space = PortSpace.at(Path.of(arguments[0]));
    Program.say("ready");
    for (String port = Program.hear(); port != null; port = Program.hear()) {
      Program.say(visit(space, port));
    }
  }

  static String visit(PortSpace space, String name) {
    try (FilterPort port = FilterPort.connect(space, name)) {
      return port.send(Buffers.utf8("hello"), Buffers.allocate(16)) + " bytes";
    } catch (FilterPortException e) {
      return e.status().toString();
    }
  }
}
