/** Live file activity: {@code SpyFilter} records it, {@code SpyClient} pulls the records. */
package io.filterport.spy;
