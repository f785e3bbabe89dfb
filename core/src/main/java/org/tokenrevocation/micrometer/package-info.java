/** An instance's meters for Micrometer; needs nothing where Micrometer is not. */
package org.tokenrevocation.micrometer;
