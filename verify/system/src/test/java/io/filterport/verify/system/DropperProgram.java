package io.filterport.verify.system;

import io.filterport.Buffers;
import io.filterport.PortSpace;
import io.filterport.service.FilterPort;
import java.nio.file.Path;

/**
 * Connects, becomes somebody else, and uses its connection. Arguments: socket, port, uid to become.
 */
final class DropperProgram {
  private DropperProgram() {}

  public static void main(String[] arguments) {
    Program.limitTime();
    Path socket = Path.of(arguments[0]);
    try (FilterPort port = FilterPort.connect(PortSpace.at(socket), arguments[1])) {
      String ignored = VisitorProgram.visit(PortSpace.at(socket), "\\None"); // loads its classes
      Unprivileged.become(Long.parseLong(arguments[2]), socket);
      Program.say(port.send(Buffers.utf8("hello"), Buffers.allocate(16)) + " bytes");
      Program.say(VisitorProgram.visit(PortSpace.at(socket), arguments[1]));
    }
  }
}
