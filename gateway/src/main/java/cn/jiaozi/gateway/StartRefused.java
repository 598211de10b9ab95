package cn.jiaozi.gateway;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// The gateway must not run with these settings; says what to do instead.
final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    StartRefused(String what, String remedy) {
        super(what);
        this.remedy = remedy;
    }

    /// Whoever runs the development issuer can be anybody, so a production gateway must not believe it.
    static StartRefused developmentIssuer(String issuer) {
        return new StartRefused(
                "The token issuer " + issuer + " is a development issuer, which mints any token for anybody.",
                "In production set JIAOZI_ISSUER, JIAOZI_JWKS_URI and JIAOZI_AUDIENCE to the bank's identity provider."
                        + " On a developer's machine set JIAOZI_DEVELOPMENT=true.");
    }

    /// Prints the remedy in place of a stack trace.
    static final class Analyzer extends AbstractFailureAnalyzer<StartRefused> {
        @Override
        protected FailureAnalysis analyze(Throwable failure, StartRefused cause) {
            return new FailureAnalysis(cause.getMessage(), cause.remedy, failure);
        }
    }
}
