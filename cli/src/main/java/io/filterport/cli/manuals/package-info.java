/** Completion, manual pages and the page of the documents, made from the commands themselves. */
package io.filterport.cli.manuals;
