/*
 * The least that can listen to opens: says yes at once. allow DIRECTORY SECONDS [keep]: marks the file system of the
 * directory, prints "ready", and ends after so many seconds at the latest. With "keep" it is asked about a file once:
 * the kernel ignores its opens from then on, and holds whoever wants to write, as a guard needs that relies on it.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fanotify.h>
#include <unistd.h>

#define EVENTS_BYTES 65536

static char events[EVENTS_BYTES] __attribute__((aligned(__alignof__(struct fanotify_event_metadata))));

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void keep(int group, int file) {
  if (fcntl(file, F_SETLEASE, F_RDLCK) < 0) {
    fail("fcntl");
  }
  if (fanotify_mark(group, FAN_MARK_ADD | FAN_MARK_IGNORED_MASK, FAN_OPEN_PERM, file, NULL) < 0) {
    fail("fanotify_mark");
  }
}

static void answer(int group, const struct fanotify_event_metadata *event, int keeps) {
  if (keeps) {
    keep(group, event->fd);
  }
  struct fanotify_response response = {.fd = event->fd, .response = FAN_ALLOW};
  if (write(group, &response, sizeof response) != sizeof response) {
    fail("write");
  }
  if (!keeps) {
    close(event->fd);
  }
}

int main(int argc, char **argv) {
  int keeps = argc == 4 && strcmp(argv[3], "keep") == 0;
  if (argc != 3 && !keeps) {
    fputs("allow DIRECTORY SECONDS [keep]\n", stderr);
    return 2;
  }
  alarm((unsigned) atoi(argv[2]));
  int group = fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC | FAN_UNLIMITED_QUEUE, O_RDONLY | O_CLOEXEC | O_LARGEFILE);
  if (group < 0) {
    fail("fanotify_init");
  }
  if (fanotify_mark(group, FAN_MARK_ADD | FAN_MARK_FILESYSTEM, FAN_OPEN_PERM, AT_FDCWD, argv[1]) < 0) {
    fail("fanotify_mark");
  }
  puts("ready");
  fflush(stdout);
  while (1) {
    ssize_t length = read(group, events, sizeof events);
    if (length <= 0) {
      fail("read");
    }
    struct fanotify_event_metadata *event = (struct fanotify_event_metadata *) events;
    for (; FAN_EVENT_OK(event, length); event = FAN_EVENT_NEXT(event, length)) {
      answer(group, event, keeps);
    }
  }
}
