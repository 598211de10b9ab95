package cn.jiaozi.e2e.hand;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.sdk.element.Refused;
import cn.jiaozi.sdk.qr.MalformedCode;
import cn.jiaozi.sdk.tap.Denied;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a command says: to a person a slip, to a program the reply as it came, on one line.
final class Talk {
    private static final JsonMapper JSON = new JsonMapper();

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "print the reply as JSON")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// Returns the exit code.
    int told(Runnable command) {
        try {
            command.run();
            return Outcome.DONE.exitCode();
        } catch (NotDone e) {
            e.answer().ifPresent(this::show);
            if (!e.advice().isEmpty()) {
                err().println(e.advice());
            }
            return e.outcome().exitCode();
        } catch (MalformedCode e) {
            err().println("That is no code of ours: " + e.getMessage() + ". 无法识别的码");
            return Outcome.USAGE.exitCode();
        } catch (Refused e) {
            err().println("The card refuses 卡片拒绝: " + e.refusal());
            return Outcome.REFUSED.exitCode();
        } catch (Denied e) {
            err().println("The till refuses 终端拒绝: " + e.reason());
            return Outcome.REFUSED.exitCode();
        }
    }

    /// Told before anything is asked with it, as a till writes it down: whoever hears nothing more can find out.
    void begin(Id id) {
        note("id", id.text());
    }

    /// What a person wants to know beside the reply.
    void note(String label, String value) {
        if (!json) {
            say(label, value);
        }
    }

    void show(Answer answer) {
        out().println(json ? answer.body().toString() : Slip.of(answer));
    }

    /// What a device knows of itself, without the bank.
    void show(Map<String, ?> known) {
        show(new Answer(200, JSON.valueToTree(known), ""));
    }

    /// An answer with the code to be scanned: its text, the code itself, and the file that has it as a picture.
    void show(Answer answer, String qr, Path picture) {
        if (json) {
            out().println(members(answer).put("qr", qr).put("picture", picture.toString()));
            return;
        }
        out().println(Slip.of(answer));
        say("picture", picture.toString());
        say("text", qr);
        out().println();
        out().println(Blocks.of(qr, Ansi.AUTO.enabled()));
    }

    /// An answer, and what it takes further answers to tell: a line each.
    void show(Answer answer, String name, List<JsonNode> parts, Function<JsonNode, String> line) {
        if (json) {
            var members = members(answer);
            parts.forEach(members.putArray(name)::add);
            out().println(members);
            return;
        }
        out().println(Slip.of(answer));
        parts.forEach(part -> out().println(line.apply(part)));
    }

    private static ObjectNode members(Answer answer) {
        var members = JsonNodeFactory.instance.objectNode();
        answer.body().properties().forEach(member -> members.set(member.getKey(), member.getValue()));
        return members;
    }

    private void say(String label, String value) {
        out().println(Slip.line(label, value));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
