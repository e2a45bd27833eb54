/**
 * Linux system calls, for the other rooms of this project only.
 *
 * <p>Each call returns its value, or {@code -errno} (see {@link io.filterport.linux.Errno}); where
 * a call has several results it gives a small object with a {@code result()} in the same form.
 * There is no policy: nothing is retried (so {@code -EINTR} is seen by the caller), nothing is
 * logged, and file descriptors are plain ints that the caller closes. User and group ids are longs
 * of 0…4294967295. Segments handed in must be native; a heap segment is an {@link
 * IllegalArgumentException}. Unless said otherwise every method may be called by any thread.
 */
package io.filterport.linux;
