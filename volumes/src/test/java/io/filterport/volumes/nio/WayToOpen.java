package io.filterport.volumes.nio;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.spi.FileSystemProvider;
import java.util.Set;

/** Every way in which a program can open a file through a provider. */
enum WayToOpen {
  BYTE_CHANNEL(false) {
    @Override
    void open(Path file) throws IOException {
      Files.newByteChannel(file).close();
    }
  },
  FILE_CHANNEL(false) {
    @Override
    void open(Path file) throws IOException {
      FileChannel.open(file, READ).close();
    }
  },
  ASYNCHRONOUS_FILE_CHANNEL(false) {
    @Override
    void open(Path file) throws IOException {
      AsynchronousFileChannel.open(file, READ).close();
    }
  },
  INPUT_STREAM(false) {
    @Override
    void open(Path file) throws IOException {
      Files.newInputStream(file).close();
    }
  },
  COPY_SOURCE(false) {
    @Override
    void open(Path file) throws IOException {
      Files.copy(file, file.resolveSibling("copy"));
    }
  },
  OUTPUT_STREAM(true) {
    @Override
    void open(Path file) throws IOException {
      Files.newOutputStream(file).close();
    }
  },
  OUTPUT_STREAM_APPEND(true) {
    @Override
    void open(Path file) throws IOException {
      Files.newOutputStream(file, CREATE, StandardOpenOption.APPEND).close();
    }
  },
  BYTE_CHANNEL_WRITE(true) {
    @Override
    void open(Path file) throws IOException {
      Files.newByteChannel(file, CREATE, WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
    }
  },
  FILE_CHANNEL_WRITE(true) {
    @Override
    void open(Path file) throws IOException {
      FileChannel.open(file, Set.of(CREATE, WRITE)).close();
    }
  },
  ASYNCHRONOUS_FILE_CHANNEL_WRITE(true) {
    @Override
    void open(Path file) throws IOException {
      AsynchronousFileChannel.open(file, CREATE, WRITE).close();
    }
  },
  COPY_TARGET(true) {
    @Override
    void open(Path file) throws IOException {
      Path source = Files.write(file.resolveSibling("source"), new byte[3]);
      FileSystemProvider provider = file.getFileSystem().provider();
      provider.copy(source, file, StandardCopyOption.REPLACE_EXISTING);
    }
  };

  /** Whether it makes the file if it does not exist. */
  final boolean creates;

  WayToOpen(boolean creates) {
    this.creates = creates;
  }

  abstract void open(Path file) throws IOException;
}
