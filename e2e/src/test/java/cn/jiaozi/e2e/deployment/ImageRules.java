package cn.jiaozi.e2e.deployment;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// The Dockerfile beside what the build makes.
final class ImageRules {
    /// A release of the JRE, not a tag that moves on to the next one.
    private static final Pattern BASE =
            Pattern.compile("eclipse-temurin:(\\d+)\\.\\d+\\.\\d+_\\d+-jre-\\w+( AS \\w+)?");

    private final Repository repository;
    private final Dockerfile dockerfile;
    private final Findings findings = new Findings(Dockerfile.PATH);

    private ImageRules(Repository repository) {
        this.repository = repository;
        this.dockerfile = Dockerfile.of(repository);
    }

    static List<String> problems(Repository repository) {
        var rules = new ImageRules(repository);
        rules.dockerfile.all("FROM").forEach(from -> rules.base(from.argument()));
        rules.dockerfile.all("COPY").forEach(copy -> rules.copy(copy.argument().split(" ", -1)[0]));
        rules.findings.expect("USER", user(repository) > 0, "root, or a name, which Kubernetes cannot tell from root");
        var start = rules.dockerfile.argument("ENTRYPOINT");
        rules.findings.expect("ENTRYPOINT", start.startsWith("[\""), "a shell would keep SIGTERM from the service");
        return rules.findings.problems();
    }

    /// The number of the user that the image runs as, 0 if it is none.
    static long user(Repository repository) {
        var user = Dockerfile.of(repository).argument("USER");
        return user.matches("\\d+") ? Long.parseLong(user) : 0;
    }

    private void base(String image) {
        var matcher = BASE.matcher(image);
        findings.expect("FROM", matcher.matches(), image + " is no fixed release of the JRE");
        if (matcher.matches()) {
            var java = repository.property("java.version");
            findings.expect("FROM", matcher.group(1).equals(java), image + " is not Java " + java);
        }
    }

    private void copy(String source) {
        if (source.startsWith("--from=")) {
            var stage = source.substring("--from=".length());
            var stages = dockerfile.instructions().stream().map(Dockerfile.Instruction::stage);
            findings.expect("COPY", stages.anyMatch(stage::equals), "there is no stage " + stage);
            return;
        }
        for (var service : repository.services()) {
            var jar = source.replace("${SERVICE}", service);
            var built = "%s/target/%s-%s-exec.jar".formatted(service, service, repository.version());
            findings.expect("COPY", jar.equals(built), jar + " is not what the build makes: " + built);
            findings.expect("COPY", isSent(jar), ".dockerignore keeps " + jar + " from the engine");
        }
    }

    /// The last line of `.dockerignore` that matches decides.
    private boolean isSent(String source) {
        return repository
                .text(".dockerignore")
                .lines()
                .filter(line -> matches(line.replaceFirst("^!", ""), source))
                .reduce((_, last) -> last)
                .map(line -> line.startsWith("!"))
                .orElse(true);
    }

    /// A pattern that matches a folder matches what is in it.
    private static boolean matches(String pattern, String source) {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        for (var path = Path.of(source); path != null; path = path.getParent()) {
            if (matcher.matches(path)) {
                return true;
            }
        }
        return false;
    }
}
