package io.filterport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The published schema of events. */
final class EventSchema {
  private static final Path FILE = Path.of("../docs/events.schema.json");

  private final JsonSchema schema;

  private EventSchema(JsonSchema schema) {
    this.schema = schema;
  }

  static EventSchema published() throws IOException {
    return new EventSchema(
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(FILE)));
  }

  boolean admits(String line) {
    return schema.validate(line, InputFormat.JSON).isEmpty();
  }

  void assertAdmits(String line) {
    assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
  }
}
