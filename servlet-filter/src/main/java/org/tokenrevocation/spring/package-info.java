/** Spring Boot's auto-configuration of the guard; needs nothing where Spring Boot is not. */
package org.tokenrevocation.spring;
