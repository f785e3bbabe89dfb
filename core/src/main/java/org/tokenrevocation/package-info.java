/**
 * The API: everything a host application may import. The rooms below {@code org.tokenrevocation.internal} are ours
 * and change without notice.
 *
 * <p>Start with {@link org.tokenrevocation.TokenRevocation}.
 */
package org.tokenrevocation;
