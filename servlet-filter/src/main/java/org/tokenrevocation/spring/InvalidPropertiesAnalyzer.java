package org.tokenrevocation.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells a bad property in Spring Boot's words, a description and what to do, in place of a stack trace. Stateless. */
final class InvalidPropertiesAnalyzer extends AbstractFailureAnalyzer<InvalidPropertiesException> {
    private static final String REMEDY = "]; ";

    InvalidPropertiesAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable root, InvalidPropertiesException cause) {
        String message = cause.getMessage();
        int end = message.indexOf(REMEDY);
        String description = end < 0 ? message : message.substring(0, end + 1) + ".";
        String action = end < 0 ? "Set it in application.properties, or as environment variable."
                : Character.toUpperCase(message.charAt(end + REMEDY.length())) + message.substring(end + REMEDY.length() + 1) + ".";
        return new FailureAnalysis(description, action + "\nTo start without the guard, set revocation.enabled=false.", cause);
    }
}
