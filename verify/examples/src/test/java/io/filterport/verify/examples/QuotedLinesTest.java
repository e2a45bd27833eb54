package io.filterport.verify.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("lines of examples that documents show")
class QuotedLinesTest {
  private static final String MEMBER_END = "\n  }\n";

  @Test
  @DisplayName("README.md shows the body of the example hello")
  void hello() throws IOException {
    String head = "  private static String greeting() {\n";
    String method = from(head, Example.named("hello").source("Hello"));
    assertThat(between("README.md", "<!-- example -->", "<!-- end of example -->"))
        .isEqualTo(fenced(method.substring(head.length(), method.length() - MEMBER_END.length())));
  }

  @Test
  @DisplayName("these are twenty lines of code, as the README promises")
  void twentyLines() throws IOException {
    String shown = between("README.md", "<!-- example -->", "<!-- end of example -->");
    assertThat(shown.lines().map(String::strip).filter(QuotedLinesTest::isCode)).hasSize(20);
  }

  private static boolean isCode(String line) {
    return !line.isEmpty() && !line.startsWith("//") && !line.startsWith("```");
  }

  @Test
  @DisplayName("docs/nio.md shows the method receive of the example uploads")
  void uploads() throws IOException {
    String method = from("  static String receive(", Example.named("uploads").source("Uploads"));
    assertThat(between("docs/nio.md", "<!-- upload -->", "<!-- end of upload -->"))
        .isEqualTo(fenced(method));
  }

  /** {@return a member of a class, whose end is the first brace below its head} */
  private static String from(String head, String source) {
    String member = source.substring(source.indexOf(head));
    return member.substring(0, member.indexOf(MEMBER_END) + MEMBER_END.length());
  }

  private static String between(String document, String first, String last) throws IOException {
    String text = Files.readString(Example.TOP.resolve(document));
    return text.substring(text.indexOf(first) + first.length(), text.indexOf(last)).strip();
  }

  private static String fenced(String lines) {
    return "```java\n" + lines.stripTrailing().stripIndent().strip() + "\n```";
  }
}
