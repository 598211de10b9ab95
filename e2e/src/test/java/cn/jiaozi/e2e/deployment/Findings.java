package cn.jiaozi.e2e.deployment;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with a file or an overlay: `where: whose: what`.
final class Findings {
    private final String where;
    private final List<String> problems = new ArrayList<>();

    Findings(String where) {
        this.where = where;
    }

    void add(String whose, String problem) {
        problems.add(where + ": " + whose + ": " + problem);
    }

    void expect(String whose, boolean holds, String problem) {
        if (!holds) {
            add(whose, problem);
        }
    }

    List<String> problems() {
        return List.copyOf(problems);
    }
}
