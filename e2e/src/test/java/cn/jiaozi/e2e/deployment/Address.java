package cn.jiaozi.e2e.deployment;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A server that a service is told of by its variables.
record Address(String host, int port) {
    private static final Pattern HOST_AND_PORT = Pattern.compile("([\\w.-]+):(\\d+)");

    static List<Address> of(Map<String, String> variables) {
        var database = variables.containsKey("JIAOZI_DB_HOST")
                ? Stream.of(variables.get("JIAOZI_DB_HOST") + ":" + variables.get("JIAOZI_DB_PORT"))
                : Stream.<String>empty();
        return Stream.concat(database, variables.values().stream())
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .flatMap(Address::of)
                .distinct()
                .toList();
    }

    private static Stream<Address> of(String value) {
        if (value.startsWith("http://") || value.startsWith("https://")) {
            var uri = URI.create(value);
            var port = uri.getPort() > 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
            return Stream.of(new Address(uri.getHost(), port));
        }
        return Stream.of(value)
                .map(HOST_AND_PORT::matcher)
                .filter(Matcher::matches)
                .map(matcher -> new Address(matcher.group(1), Integer.parseInt(matcher.group(2))));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
