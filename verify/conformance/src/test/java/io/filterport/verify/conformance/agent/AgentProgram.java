package io.filterport.verify.conformance.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.rmi.server.UnicastRemoteObject;
import java.util.Base64;

/** The process that the service sides run in. It ends when its standard input does. */
final class AgentProgram {
  private AgentProgram() {}

  public static void main(String[] arguments) throws IOException {
    Agent agent = new Agent();
    var stub = UnicastRemoteObject.exportObject(agent, 0, null, AgentProgram::loopbackSocket);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(stub);
    }
    System.out.println(Base64.getEncoder().encodeToString(bytes.toByteArray()));
    while (System.in.read() >= 0) {
      // the test's process writes nothing; its end ends this one
    }
    System.exit(0);
  }

  private static ServerSocket loopbackSocket(int port) throws IOException {
    return new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
  }
}
