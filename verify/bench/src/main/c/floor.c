// The floor: what two processes need at least to exchange a message and its answer through memory that both map.
//
//   floor answerer|caller spin|futex ADDRESS SIZE LIMIT_SECONDS
//
// One turn of the flag is a question, the next one its answer. "spin" looks at the flag again and again; "futex" looks
// once and sleeps. Both copy the message in and out on each side. The process takes commands on standard input as a
// half in Java does, ends with its standard input, and ends by a signal at its limit.

#define _GNU_SOURCE
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <fcntl.h>

enum { HEAD = 64, SUB_BITS = 10, BUCKETS = (64 - SUB_BITS) << SUB_BITS };

struct channel {
  _Alignas(HEAD) _Atomic uint32_t turn;
  _Alignas(HEAD) unsigned char message[];
};

static struct channel *shared;
static unsigned char *own;
static size_t size;
static int sleeps;
static uint64_t counts[BUCKETS];

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int64_t nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void await_turn(uint32_t wanted) {
  uint32_t seen;
  while ((seen = atomic_load_explicit(&shared->turn, memory_order_acquire)) != wanted) {
    if (sleeps) {
      syscall(SYS_futex, &shared->turn, FUTEX_WAIT, seen, NULL, NULL, 0);
    } else {
#if defined(__x86_64__)
      __builtin_ia32_pause();
#endif
    }
  }
}

static void pass_turn(uint32_t next) {
  atomic_store_explicit(&shared->turn, next, memory_order_release);
  if (sleeps) {
    syscall(SYS_futex, &shared->turn, FUTEX_WAKE, 1, NULL, NULL, 0);
  }
}

// ---- the answering half: odd turns are questions, even ones answers

static void *answer(void *unused) {
  for (uint32_t turn = 1;; turn += 2) {
    await_turn(turn);
    memcpy(own, shared->message, size);
    memcpy(shared->message, own, size);
    pass_turn(turn + 1);
  }
  return unused;
}

static void make_channel(const char *address) {
  char path[64];
  int fd = memfd_create("floor", 0);
  if (fd < 0 || ftruncate(fd, sizeof *shared + size) != 0) {
    fail("memory");
  }
  snprintf(path, sizeof path, "/proc/%d/fd/%d", getpid(), fd);
  if (symlink(path, address) != 0) {
    fail(address);
  }
}

// ---- the calling half

static void ask(uint64_t stamp) {
  uint32_t turn = atomic_load_explicit(&shared->turn, memory_order_relaxed);
  uint64_t answered;
  memcpy(own, &stamp, sizeof stamp);
  memcpy(shared->message, own, size);
  pass_turn(turn + 1);
  await_turn(turn + 2);
  memcpy(own, shared->message, size);
  memcpy(&answered, own, sizeof answered);
  if (answered != stamp) {
    fprintf(stderr, "the answer to %llu is %llu\n", (unsigned long long)stamp, (unsigned long long)answered);
    exit(1);
  }
}

// Exact below 2048 ns, then 1024 steps for each doubling.
static int bucket(uint64_t value) {
  int shift = value >> (SUB_BITS + 1) == 0 ? 0 : 63 - SUB_BITS - __builtin_clzll(value);
  return (shift << SUB_BITS) + (int)(value >> shift);
}

static uint64_t value_of(int index) {
  int shift = index >> (SUB_BITS + 1) == 0 ? 0 : (index >> SUB_BITS) - 1;
  return (uint64_t)(index - (shift << SUB_BITS)) << shift;
}

static void write_counts(const char *path) {
  FILE *file = fopen(path, "w");
  if (file == NULL) {
    fail(path);
  }
  for (int i = 0; i < BUCKETS; i++) {
    if (counts[i] != 0) {
      fprintf(file, "%llu %llu\n", (unsigned long long)value_of(i), (unsigned long long)counts[i]);
    }
  }
  fclose(file);
}

static void run(int64_t duration) {
  static uint64_t stamp;
  uint64_t trips = 0;
  int64_t start = nanos();
  int64_t now = start;
  memset(counts, 0, sizeof counts);
  while (now - start < duration) {
    int64_t before = nanos();
    ask(++stamp);
    now = nanos();
    counts[bucket(now - before)]++;
    trips++;
  }
  printf("@ %llu %lld\n", (unsigned long long)trips, (long long)(now - start));
}

// ---- both

static void print_usage(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("@ %lld 0 %ld %ld 0\n",
         (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000LL +
             (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000LL,
         usage.ru_nvcsw + usage.ru_nivcsw, usage.ru_maxrss);
}

static void obey(void) {
  char line[8192];
  char path[8192];
  long long duration;
  while (fgets(line, sizeof line, stdin) != NULL) {
    if (strcmp(line, "usage\n") == 0) {
      print_usage();
    } else if (sscanf(line, "run %lld", &duration) == 1) {
      run(duration);
    } else if (sscanf(line, "save %8191[^\n]", path) == 1) {
      write_counts(path);
      printf("@ saved\n");
    } else {
      return;
    }
    fflush(stdout);
  }
}

static void map_channel(const char *address) {
  int fd = open(address, O_RDWR);
  if (fd < 0) {
    fail(address);
  }
  shared = mmap(NULL, sizeof *shared + size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (shared == MAP_FAILED) {
    fail("mmap");
  }
}

int main(int argc, char **argv) {
  if (argc != 6) {
    fprintf(stderr, "usage: floor answerer|caller spin|futex ADDRESS SIZE LIMIT_SECONDS\n");
    return 2;
  }
  int answers = strcmp(argv[1], "answerer") == 0;
  pthread_t thread;
  sleeps = strcmp(argv[2], "futex") == 0;
  size = strtoul(argv[4], NULL, 10);
  own = calloc(1, size);
  alarm(atoi(argv[5]));
  if (answers) {
    make_channel(argv[3]);
  }
  map_channel(argv[3]);
  if (answers && pthread_create(&thread, NULL, answer, NULL) != 0) {
    fail("thread");
  }
  printf("@ ready\n");
  fflush(stdout);
  obey();
  return 0;
}
