package cn.jiaozi.e2e.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The instructions of the one Dockerfile, each with the stage that it belongs to.
record Dockerfile(List<Instruction> instructions) {
    static final String PATH = "Dockerfile";

    /// @param stage its name, or its number when it has none
    record Instruction(String stage, String word, String argument) {}

    static Dockerfile of(Repository repository) {
        var instructions = new ArrayList<Instruction>();
        var stage = "";
        var stages = 0;
        for (var line : repository.text(PATH).replace("\\\n", " ").lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            var words = line.strip().split("\\s+", 2);
            if (words[0].equals("FROM")) {
                var names = words[1].split(" AS ", 2);
                stage = names.length == 2 ? names[1] : Integer.toString(stages);
                stages++;
            }
            instructions.add(new Instruction(stage, words[0], words[1]));
        }
        return new Dockerfile(instructions);
    }

    Stream<Instruction> all(String word) {
        return instructions.stream().filter(instruction -> instruction.word().equals(word));
    }

    String argument(String word) {
        return all(word)
                .map(Instruction::argument)
                .reduce((_, last) -> last)
                .orElseThrow(() -> new IllegalArgumentException(PATH + " has no " + word));
    }

    /// What the last stage takes from an earlier one.
    List<String> layers() {
        return all("COPY")
                .filter(copy -> copy.argument().startsWith("--from="))
                .map(copy -> copy.argument().split(" ", 3)[1])
                .toList();
    }
}
