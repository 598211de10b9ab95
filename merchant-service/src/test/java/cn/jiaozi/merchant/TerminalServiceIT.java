package cn.jiaozi.merchant;

import static cn.jiaozi.merchant.Callers.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.merchant.Callers.Terminal;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class TerminalServiceIT {
    /// What the gateway says of a device that has no key yet.
    private static final String ANONYMOUS = TestTokens.of("anonymous");

    private static final String WRONG_CODE = "000000000000";

    private final EventsAwaited events = new EventsAwaited();
    private final Callers callers;
    private final DatabaseClient sql;

    TerminalServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.callers = new Callers(http);
        this.sql = sql;
    }

    @ParameterizedTest
    @EnumSource
    void givesATerminalItsKeyAndAnnouncesIt(Curve curve) {
        var terminal = callers.aTerminal();
        var key = SigningKey.generate(curve);
        var id = Callers.anId();

        assertThat(callers.status(terminal).body())
                .containsEntry("state", "BOUND")
                .doesNotContainKeys("keyId", "activatedAt", "deactivatedAt");
        var answer = callers.activate(terminal, id, callers.codeFor(terminal), key);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        assertThat(answer.body())
                .containsEntry("id", id)
                .containsEntry("terminalId", terminal.id())
                .containsEntry("merchantNo", terminal.merchant().no())
                .containsEntry("storeNo", terminal.storeNo())
                .containsEntry("merchantName", "Tea House")
                .containsEntry("keyId", key.id())
                .containsKey("activatedAt")
                .hasSize(7);
        assertThat(announced(key)).isEqualTo(signer(terminal, key, true, 1));
        assertThat(callers.status(terminal).body())
                .containsEntry("state", "ACTIVE")
                .containsEntry("serialNumber", terminal.serialNumber())
                .containsEntry("keyId", key.id())
                .containsEntry("activatedAt", answer.text("activatedAt"))
                .doesNotContainKey("deactivatedAt");
    }

    @Test
    void answersTheSameWhenTheReplyWasLost() {
        var terminal = callers.aTerminal();
        var key = SigningKey.generate(Curve.P256);
        var id = Callers.anId();
        var code = callers.codeFor(terminal);
        var first = callers.activate(terminal, id, code, key);
        age(terminal, Duration.ofDays(2));

        // A request for the same key is signed anew each time.
        var repeat = callers.activate(terminal, id, code, key);
        var otherKey = callers.activate(terminal, id, code, SigningKey.generate(Curve.P256));
        var otherAct = callers.activate(terminal, Callers.anId(), code, key);

        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.body()).isEqualTo(first.body());
        assertProblem(otherKey, "IDEMPOTENCY_CONFLICT");
        assertThat(otherKey.pointers()).containsExactly("/certificateRequest");
        assertProblem(otherAct, "TERMINAL_STATE_INVALID");
        assertThat(callers.deactivate(terminal, "broken").status()).isEqualTo(201);
        assertThat(callers.activate(terminal, id, code, key).body()).isEqualTo(first.body());
        assertProblem(callers.activate(terminal, Callers.anId(), code, key), "TERMINAL_STATE_INVALID");
    }

    @Test
    void tellsACodeAgainForTheSameIdAndVoidsItWithTheNext() {
        var terminal = callers.aTerminal();
        var path = "/v1/terminals/" + terminal.id() + "/activation-codes/";
        var id = Callers.anId();

        var first = callers.put(path + id, terminal.merchant().party(), "MERCHANT", "");
        var repeat = callers.put(path + id, "clerk", "OPERATOR", "{}");
        var next = callers.put(path + Callers.anId(), "clerk", "OPERATOR", "{}");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.text("activationCode")).matches("[0-9A-HJKMNP-TV-Z]{12}");
        assertThat(first.body())
                .containsEntry("id", id)
                .containsEntry("terminalId", terminal.id())
                .hasSize(4);
        assertThat(Instant.parse(first.text("expiresAt")))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(24)));
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.body()).isEqualTo(first.body());
        assertThat(next.text("activationCode")).isNotEqualTo(first.text("activationCode"));

        var key = SigningKey.generate(Curve.P256);
        assertProblem(
                callers.activate(terminal, Callers.anId(), first.text("activationCode"), key), "ACTIVATION_CODE_WRONG");
        var typed = next.text("activationCode").toLowerCase(Locale.ROOT);
        assertThat(callers.activate(terminal, Callers.anId(), typed, key).status())
                .isEqualTo(201);
        assertProblem(callers.put(path + Callers.anId(), "clerk", "OPERATOR", "{}"), "TERMINAL_STATE_INVALID");
        assertThat(callers.put(path + id, "clerk", "OPERATOR", "{}").body()).isEqualTo(first.body());
        // What is kept of it is its SHA-256.
        assertThat(count(
                        "select count(*) from activation_code where terminal_id = :id and code_hash = encode(sha256('"
                                + first.text("activationCode") + "'::bytea), 'hex')",
                        terminal))
                .isEqualTo(1);
    }

    @Test
    void saysTheSameToWhoeverHasNotAllThree() {
        var terminal = callers.aTerminal();
        var code = callers.codeFor(terminal);
        var id = Callers.anId();
        var key = SigningKey.generate(Curve.P256);

        var wrongCode = callers.activate(terminal, id, WRONG_CODE, key);
        var wrongSerial =
                callers.activate(new Terminal(terminal.id(), terminal.merchant(), "000001", "SN-OTHER"), id, code, key);
        var unknown = callers.activate(
                new Terminal("99999999", terminal.merchant(), "000001", terminal.serialNumber()), id, code, key);
        var withoutCode = callers.activate(callers.aTerminal(), id, code, key);

        assertProblem(wrongCode, "ACTIVATION_CODE_WRONG");
        assertThat(Stream.of(wrongSerial, unknown, withoutCode)).allMatch(wrongCode::equals);
        assertThat(wrongTries(terminal)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6})
    void locksACodeAfterFiveWrongTries(int tries) {
        var terminal = callers.aTerminal();
        var code = callers.codeFor(terminal);
        var key = SigningKey.generate(Curve.P256);

        for (int i = 0; i < tries; i++) {
            assertProblem(callers.activate(terminal, Callers.anId(), WRONG_CODE, key), "ACTIVATION_CODE_WRONG");
        }
        var right = callers.activate(terminal, Callers.anId(), code, key);

        assertThat(wrongTries(terminal)).isEqualTo(Math.min(tries, 5));
        if (tries < 5) {
            assertThat(right.status()).isEqualTo(201);
        } else {
            assertProblem(right, "ACTIVATION_CODE_LOCKED");
            assertThat(callers.status(terminal).text("state")).isEqualTo("BOUND");
            assertThat(callers.activate(terminal, Callers.anId(), callers.codeFor(terminal), key)
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void refusesACodeThatIsADayOld() {
        var terminal = callers.aTerminal();
        var code = callers.codeFor(terminal);
        age(terminal, Duration.ofHours(24));

        assertProblem(
                callers.activate(terminal, Callers.anId(), code, SigningKey.generate(Curve.P256)),
                "ACTIVATION_CODE_EXPIRED");
        assertThat(wrongTries(terminal)).isZero();
    }

    @Test
    void acceptsACodeThatIsAlmostADayOld() {
        var terminal = callers.aTerminal();
        var code = callers.codeFor(terminal);
        age(terminal, Duration.ofHours(24).minusMinutes(10));

        assertThat(callers.activate(terminal, Callers.anId(), code, SigningKey.generate(Curve.P256))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void acceptsAKeyOnceEvenAfterItWasRevoked() {
        var first = callers.aTerminal();
        var second = callers.aTerminal();
        var key = SigningKey.generate(Curve.SM2);
        var code = callers.codeFor(second);
        callers.activate(first, Callers.anId(), callers.codeFor(first), key);

        assertProblem(callers.activate(second, Callers.anId(), code, key), "KEY_IN_USE");
        callers.deactivate(first, "lost");
        assertProblem(callers.activate(second, Callers.anId(), code, key), "KEY_IN_USE");
        assertThat(callers.status(second).text("state")).isEqualTo("BOUND");
        assertThat(callers.activate(second, Callers.anId(), code, SigningKey.generate(Curve.SM2))
                        .status())
                .isEqualTo(201);
    }

    /// Its acquirer, merchant, credit code, settlement account and location.
    @Test
    void bindsATerminalToFiveElementsThatStay() {
        var terminal = callers.aTerminal();
        var merchant = callers.get("/v1/merchants/" + terminal.merchant().no(), "clerk", "OPERATOR");

        var bound = callers.status(terminal);

        assertThat(bound.body())
                .containsEntry("acquirer", "002")
                .containsEntry("merchantNo", terminal.merchant().no())
                .containsEntry("uscc", merchant.text("uscc"))
                .containsEntry("settlementAccountTail", "0001")
                .containsEntry("location", "Counter 1");
        callers.deactivate(terminal, "moves");
        var moved = callers.put(
                "/v1/merchants/" + terminal.merchant().no() + "/stores/" + terminal.storeNo() + "/terminals/"
                        + Callers.anId(),
                terminal.merchant().party(),
                "MERCHANT",
                Map.of("serialNumber", terminal.serialNumber(), "kind", "POS", "location", "Counter 2"));
        assertThat(moved.body())
                .containsEntry("location", "Counter 2")
                .containsEntry("acquirer", "002")
                .containsEntry("uscc", merchant.text("uscc"))
                .containsEntry("settlementAccountTail", "0001");
        assertThat(callers.status(terminal).text("location")).isEqualTo("Counter 1");
    }

    @Test
    void rebindsADeviceToAnotherStoreAsAnotherTerminal() {
        var terminal = callers.aTerminal();
        var merchant = terminal.merchant();
        var key = SigningKey.generate(Curve.P256);
        callers.activate(terminal, Callers.anId(), callers.codeFor(terminal), key);
        var otherStore = callers.aStore(merchant);

        assertProblem(callers.bind(merchant, otherStore, terminal.serialNumber()), "TERMINAL_BOUND");
        assertThat(callers.deactivate(terminal, "moves").status()).isEqualTo(201);
        var moved = callers.aTerminal(merchant, otherStore, terminal.serialNumber());

        assertThat(moved.id()).matches("[0-9]{8}").isNotEqualTo(terminal.id());
        assertProblem(callers.bind(merchant, terminal.storeNo(), terminal.serialNumber()), "TERMINAL_BOUND");
        var code = callers.codeFor(moved);
        assertProblem(callers.activate(moved, Callers.anId(), code, key), "KEY_IN_USE");
        var newKey = SigningKey.generate(Curve.P256);
        assertThat(callers.activate(moved, Callers.anId(), code, newKey).status())
                .isEqualTo(201);
        assertThat(announced(newKey)).isEqualTo(signer(moved, newKey, true, 1));
        assertThat(callers.status(terminal).body())
                .containsEntry("state", "DEACTIVATED")
                .containsEntry("keyId", key.id());
    }

    @Test
    void deactivatesForGoodAndRevokesTheKey() {
        var terminal = callers.aTerminal();
        var key = SigningKey.generate(Curve.P256);
        callers.activate(terminal, Callers.anId(), callers.codeFor(terminal), key);

        var first = callers.deactivate(terminal, "stolen");
        var repeat = callers.deactivate(terminal, "stolen");
        var second = callers.deactivate(terminal, "also stolen");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.body())
                .containsEntry("state", "DEACTIVATED")
                .containsEntry("deactivationReason", "stolen")
                .containsEntry("keyId", key.id())
                .containsKeys("activatedAt", "deactivatedAt");
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.body()).isEqualTo(first.body());
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(callers.status(terminal).body()).isEqualTo(first.body());
        assertThat(announcements(key, 2))
                .containsExactly(signer(terminal, key, true, 1), signer(terminal, key, false, 2));
        assertProblem(callers.askForCode(terminal), "TERMINAL_STATE_INVALID");
    }

    @Test
    void deactivatesATerminalThatNeverHadAKey() {
        var terminal = callers.aTerminal();
        var code = callers.codeFor(terminal);

        assertThat(callers.deactivate(terminal, "not needed").status()).isEqualTo(201);
        assertThat(callers.status(terminal).body())
                .containsEntry("state", "DEACTIVATED")
                .doesNotContainKey("keyId");
        assertProblem(
                callers.activate(terminal, Callers.anId(), code, SigningKey.generate(Curve.P256)),
                "TERMINAL_STATE_INVALID");
    }

    @Test
    void opensATerminalToItsMerchantToOperatorsAndToItself() {
        var terminal = callers.aTerminal();
        var merchant = terminal.merchant();
        var path = "/v1/terminals/" + terminal.id();
        var reason = Map.of("reason", "mine now");
        var itself = TestTokens.ofTerminal(merchant.party(), terminal.id(), merchant.no(), terminal.storeNo());
        var neighbour = TestTokens.ofTerminal(merchant.party(), "99999999", merchant.no(), terminal.storeNo());

        assertThat(callers.get(path, merchant.party(), "MERCHANT").status()).isEqualTo(200);
        assertThat(callers.get(path, "clerk", "OPERATOR").status()).isEqualTo(200);
        assertThat(callers.getWith(itself, path).status()).isEqualTo(200);
        for (var stranger : List.of(
                neighbour,
                TestTokens.of("somebody", "MERCHANT"),
                TestTokens.of(merchant.party(), "CUSTOMER"),
                TestTokens.of(merchant.party(), "TERMINAL"),
                ANONYMOUS)) {
            assertThat(callers.getWith(stranger, path).status()).isEqualTo(404);
        }
        assertThat(callers.get("/v1/terminals/99999999", "clerk", "OPERATOR").status())
                .isEqualTo(404);
        for (var act : Map.of("/activation-codes/abcdef", Map.of(), "/deactivation", reason)
                .entrySet()) {
            assertThat(callers.put(path + act.getKey(), "somebody", "MERCHANT", act.getValue())
                            .status())
                    .isEqualTo(404);
            for (var without : List.of(itself, ANONYMOUS, TestTokens.of(merchant.party(), "CUSTOMER"))) {
                assertThat(callers.putWith(without, path + act.getKey(), act.getValue())
                                .status())
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void takesNothingButActivationsFromACallerWithoutRoles() {
        var terminal = callers.aTerminal();
        var merchant = "/v1/merchants/" + terminal.merchant().no();

        for (var path : List.of(merchant, merchant + "/stores/abcdef", merchant + "/sales")) {
            assertThat(callers.getWith(ANONYMOUS, path).status()).isEqualTo(404);
        }
        assertThat(callers.getWith(ANONYMOUS, "/v1/merchant-registrations/abcdef")
                        .status())
                .isEqualTo(403);
        assertThat(callers.putWith(ANONYMOUS, "/v1/merchant-registrations/abcdef", callers.registration("Tea House"))
                        .status())
                .isEqualTo(403);
        assertThat(callers.putWith(ANONYMOUS, merchant + "/stores/abcdef", Map.of("name", "Mine"))
                        .status())
                .isEqualTo(403);
        assertThat(callers.putWith(
                                ANONYMOUS,
                                merchant + "/stores/" + terminal.storeNo() + "/terminals/abcdef",
                                Map.of("serialNumber", "SN-0001", "kind", "POS", "location", "Hall"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void keepsAnAuditThatNobodyCanChange() {
        var terminal = callers.aTerminal();
        var party = terminal.merchant().party();
        var key = SigningKey.generate(Curve.P256);
        var code = callers.codeFor(terminal);
        callers.activate(terminal, Callers.anId(), WRONG_CODE, key);
        callers.activate(terminal, Callers.anId(), code, key);
        callers.deactivate(terminal, "stolen");
        callers.deactivate(terminal, "stolen");

        assertThat(audit(terminal))
                .containsExactly(
                        "BOUND " + party + " -",
                        "CODE_ISSUED clerk -",
                        "CODE_WRONG anonymous -",
                        "ACTIVATED anonymous " + key.id(),
                        "DEACTIVATED clerk " + key.id());
        for (var change :
                List.of("update audit_line set who = 'nobody'", "delete from audit_line", "truncate audit_line")) {
            assertThatThrownBy(() -> sql.sql(change).then().block()).hasMessageContaining("never changed");
        }
    }

    @Test
    void givesOneKeyWhenManyAskAtOnce() {
        var terminal = callers.aTerminal();
        var code = callers.codeFor(terminal);
        var keys =
                Stream.generate(() -> SigningKey.generate(Curve.P256)).limit(8).toList();

        var answers = together(keys.stream()
                .<Supplier<Answer>>map(key -> () -> callers.activate(terminal, Callers.anId(), code, key))
                .toList());

        var given = answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(given).hasSize(1);
        answers.stream()
                .filter(answer -> answer.status() != 201)
                .forEach(answer -> assertProblem(answer, "TERMINAL_STATE_INVALID"));
        var keyId = given.getFirst().text("keyId");
        assertThat(callers.status(terminal).text("keyId")).isEqualTo(keyId);
        events.await(Topics.TERMINAL_KEY, SignerKey.class, key -> key.keyId().equals(keyId));
        assertThat(announcementsOf(terminal)).extracting(SignerKey::keyId).containsExactly(keyId);
    }

    @Test
    void activatesOnceWhenTheSameActComesManyTimesAtOnce() {
        var terminal = callers.aTerminal();
        var code = callers.codeFor(terminal);
        var key = SigningKey.generate(Curve.P256);
        var id = Callers.anId();

        var answers = together(times(8, () -> callers.activate(terminal, id, code, key)));

        assertThat(answers).extracting(Answer::status).containsOnly(200, 201).containsOnlyOnce(201);
        assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
        assertThat(announced(key)).isEqualTo(signer(terminal, key, true, 1));
        assertThat(announcementsOf(terminal)).hasSize(1);
    }

    @Test
    void registersAKeyForOneOfTheTerminalsThatWantItAtOnce() {
        var merchant = callers.aMerchant();
        var store = callers.aStore(merchant);
        var key = SigningKey.generate(Curve.P256);
        var acts = IntStream.range(0, 4)
                .<Supplier<Answer>>mapToObj(_ -> {
                    var terminal = callers.aTerminal(
                            merchant, store, "SN-" + Callers.anId().substring(0, 12));
                    var code = callers.codeFor(terminal);
                    return () -> callers.activate(terminal, Callers.anId(), code, key);
                })
                .toList();

        var answers = together(acts);

        assertThat(answers).extracting(Answer::status).containsOnly(201, 409).containsOnlyOnce(201);
        answers.stream()
                .filter(answer -> answer.status() == 409)
                .forEach(answer -> assertProblem(answer, "KEY_IN_USE"));
    }

    @Test
    void staysDeactivatedWhateverComesAtTheSameTime() {
        for (int round = 0; round < 12; round++) {
            var terminal = callers.aTerminal();
            var code = callers.codeFor(terminal);
            var key = SigningKey.generate(Curve.P256);
            var acts = new ArrayList<Supplier<Answer>>(List.of(
                    () -> callers.deactivate(terminal, "stolen"),
                    () -> callers.deactivate(terminal, "stolen too"),
                    () -> callers.activate(terminal, Callers.anId(), code, key),
                    () -> callers.askForCode(terminal)));
            // Each begins first in some of the rounds.
            Collections.rotate(acts, round);

            var answers = new ArrayList<>(together(acts));

            Collections.rotate(answers, -round);
            assertThat(answers.subList(0, 2)).extracting(Answer::status).containsExactlyInAnyOrder(200, 201);
            var activation = answers.get(2);
            var last = callers.status(terminal);
            assertThat(last.text("state")).isEqualTo("DEACTIVATED");
            if (activation.status() == 201) {
                assertThat(last.text("keyId")).isEqualTo(key.id());
                assertThat(announcements(key, 2))
                        .containsExactly(signer(terminal, key, true, 1), signer(terminal, key, false, 2));
            } else {
                assertThat(activation.text("reason")).isIn("TERMINAL_STATE_INVALID", "ACTIVATION_CODE_WRONG");
                assertThat(last.body()).doesNotContainKey("keyId");
                assertThat(announcementsOf(terminal)).isEmpty();
            }
            assertThat(count(
                            "select count(*) from activation_code where terminal_id = :id and voided_at is null",
                            terminal))
                    .isEqualTo(1);
        }
    }

    @Test
    void countsFiveOfTheTriesThatComeAtOnce() {
        var terminal = callers.aTerminal();
        var code = callers.codeFor(terminal);
        var key = SigningKey.generate(Curve.P256);

        together(times(12, () -> callers.activate(terminal, Callers.anId(), WRONG_CODE, key)))
                .forEach(answer -> assertProblem(answer, "ACTIVATION_CODE_WRONG"));

        assertThat(wrongTries(terminal)).isEqualTo(5);
        assertThat(audit(terminal).stream().filter(line -> line.startsWith("CODE_WRONG")))
                .hasSize(4);
        assertThat(audit(terminal)).last().asString().startsWith("CODE_LOCKED");
        assertProblem(callers.activate(terminal, Callers.anId(), code, key), "ACTIVATION_CODE_LOCKED");
    }

    private static SignerKey signer(Terminal terminal, SigningKey key, boolean active, long version) {
        return new SignerKey(
                key.id(),
                key.verifying().encoded(),
                terminal.merchant().party(),
                Optional.of(new SignerKey.Terminal(
                        terminal.id(), terminal.merchant().no(), terminal.storeNo())),
                active,
                version);
    }

    private SignerKey announced(SigningKey key) {
        return announcements(key, 1).getFirst();
    }

    private List<SignerKey> announcements(SigningKey key, int count) {
        return events.await(
                Topics.TERMINAL_KEY, SignerKey.class, one -> one.keyId().equals(key.id()), count);
    }

    private List<SignerKey> announcementsOf(Terminal terminal) {
        return events.seen(
                Topics.TERMINAL_KEY,
                SignerKey.class,
                one -> one.terminal()
                        .filter(own -> own.terminalId().equals(terminal.id()))
                        .isPresent());
    }

    /// As if the current code had been given out so long ago.
    private void age(Terminal terminal, Duration by) {
        sql.sql("""
                        update activation_code
                        set issued_at = issued_at - :by * interval '1 second',
                            expires_at = expires_at - :by * interval '1 second'
                        where terminal_id = :id and voided_at is null
                        """).bind("by", by.toSeconds()).bind("id", terminal.id()).then().block();
    }

    private long wrongTries(Terminal terminal) {
        return count(
                "select wrong_tries::bigint from activation_code where terminal_id = :id and voided_at is null",
                terminal);
    }

    private long count(String query, Terminal terminal) {
        return sql.sql(query)
                .bind("id", terminal.id())
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    private List<String> audit(Terminal terminal) {
        return sql.sql("""
                        select what || ' ' || who || ' ' || coalesce(detail ->> 'keyId', '-') from audit_line
                        where subject = 'terminal:' || :id order by line_no
                        """)
                .bind("id", terminal.id())
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private static List<Supplier<Answer>> times(int count, Supplier<Answer> act) {
        return Stream.generate(() -> act).limit(count).toList();
    }

    private static List<Answer> together(List<Supplier<Answer>> acts) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return acts.stream().map(act -> CompletableFuture.supplyAsync(act, threads)).toList().stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }
}
