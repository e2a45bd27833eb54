/** The unprivileged side: connecting, getting messages and answering them. */
package io.filterport.service;
