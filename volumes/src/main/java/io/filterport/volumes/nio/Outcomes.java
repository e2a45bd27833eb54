package io.filterport.volumes.nio;

import io.filterport.NtStatus;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What a call that failed came to, as a status. Stateless. */
final class Outcomes {
  private static final NtStatus DIRECTORY_NOT_EMPTY = new NtStatus(0xC0000101);
  private static final NtStatus NOT_A_DIRECTORY = new NtStatus(0xC0000103);

  private Outcomes() {}

  static NtStatus of(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException _ -> NtStatus.OBJECT_NAME_NOT_FOUND;
      case FileAlreadyExistsException _ -> NtStatus.OBJECT_NAME_COLLISION;
      case AccessDeniedException _ -> NtStatus.ACCESS_DENIED;
      case DirectoryNotEmptyException _ -> DIRECTORY_NOT_EMPTY;
      case NotDirectoryException _ -> NOT_A_DIRECTORY;
      case UnsupportedOperationException _ -> NtStatus.NOT_SUPPORTED;
      case IllegalArgumentException _ -> NtStatus.INVALID_PARAMETER;
      default -> NtStatus.UNSUCCESSFUL;
    };
  }
}
