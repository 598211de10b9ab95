package cn.jiaozi.gateway;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/// How many seconds the caller would wait for a finished answer: `Prefer: wait=N` (RFC 7240, 4.3). Other preferences
/// mean nothing here; of several waits the first counts, as the RFC says. No wait is zero seconds.
record Wait(int seconds) {
    static final String HEADER = "Prefer";
    static final int LONGEST = 30;

    private static final Pattern WAIT = Pattern.compile("\\s*wait\\s*(?:=\\s*(?<value>[^;]*?)\\s*)?(?:;.*)?");
    private static final Pattern SECONDS = Pattern.compile("\"?(\\d{1,2})\"?");

    static Wait of(HttpHeaders headers) {
        return of(headers.getOrEmpty(HEADER));
    }

    static Wait of(List<String> preferences) {
        for (String preference : String.join(",", preferences).split(",", -1)) {
            Matcher wait = WAIT.matcher(preference.toLowerCase(Locale.ROOT));
            if (wait.matches()) {
                return new Wait(seconds(wait.group("value")));
            }
        }
        return new Wait(0);
    }

    private static int seconds(@Nullable String value) {
        Matcher seconds = SECONDS.matcher(value == null ? "" : value);
        if (!seconds.matches() || Integer.parseInt(seconds.group(1)) > LONGEST) {
            throw Problem.badRequest("Prefer: wait must be a whole number of seconds from 0 to " + LONGEST + ".");
        }
        return Integer.parseInt(seconds.group(1));
    }
}
