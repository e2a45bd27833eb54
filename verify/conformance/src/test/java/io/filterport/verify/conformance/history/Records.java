package io.filterport.verify.conformance.history;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;

/** Operations on their way to another process. Stateless. */
final class Records {
  private Records() {}

  static byte[] pack(List<Operation> operations) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(operations.toArray(Operation[]::new));
    }
    return bytes.toByteArray();
  }

  static List<Operation> unpack(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return List.of((Operation[]) in.readObject());
    }
  }
}
