/**
 * What every door that guards shares, servlets or not: the search for tokens in a request, and the answers that refuse one. For
 * those who write a door; an application does not need it.
 */
package org.tokenrevocation.spi.request;
