package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.payment.payee.Payees;
import cn.jiaozi.payment.purse.PurseCopies;
import cn.jiaozi.payment.purse.Shown;
import cn.jiaozi.payment.purse.Tills;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A voucher that is right in every way, and what makes it so; each row of a table changes what it is about.
final class Given {
    static final Instant PAID = Instant.parse("2026-06-01T10:00:00Z");
    static final String PURSE = "P7Q2M4X9K1B6T3D8";
    static final String TILL = "T000000000000001";
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration DAY = Duration.ofDays(1);
    static final Duration SECOND = Duration.ofSeconds(1);
    static final String SERIAL = "0".repeat(31) + "1";
    static final VoucherSettings SETTINGS = new VoucherSettings(
            DAY,
            Duration.ofDays(3),
            Duration.ofDays(7),
            Duration.ofDays(30),
            500,
            2_000_000,
            HOUR,
            Duration.ofDays(35),
            500,
            SECOND,
            SECOND,
            java.util.List.of(SECOND));

    Debit debit = debit(1, Hash.ZERO, 1_000, 99_000);
    String uploader = TILL;
    int count = 1;
    long sumFen = 1_000;
    Instant received = PAID.plus(HOUR);
    Signatures signatures = new Signatures(true, true);
    Optional<Boolean> till = Optional.of(true);
    boolean payeeShown = true;
    boolean payerShown = false;
    boolean registered = true;
    Instant notAfter = PAID.plus(DAY.multipliedBy(300));
    Instant notBefore = PAID.minus(DAY.multipliedBy(300));
    PurseState state = PurseState.ACTIVE;
    Optional<Integer> revokedIn = Optional.empty();
    Optional<Instant> lostAt = Optional.empty();
    Map<Integer, Instant> lists = new HashMap<>(Map.of(7, PAID.minus(DAY)));
    Optional<PurseFact.Load> load = Optional.of(load(0, "0".repeat(64), Optional.empty()));
    Book book = new Book(Gaps.NONE, 0);
    Nonces nonces = new Nonces();
    Duration waited = Duration.ZERO;

    static Given that(Consumer<Given> changes) {
        var given = new Given();
        changes.accept(given);
        return given;
    }

    static Debit debit(int counter, Hash previous, long amountFen, long balanceFen) {
        return new Debit(
                PURSE,
                Octets.parse(SERIAL),
                1,
                counter,
                previous,
                amountFen,
                balanceFen,
                TILL,
                Octets.parse(SERIAL),
                Octets.parse("%032x".formatted(counter)),
                PAID,
                7,
                1,
                false,
                false,
                0);
    }

    static PurseFact.Load load(int counter, String head, Optional<PurseFact.Closing> closing) {
        return new PurseFact.Load(
                PURSE,
                1,
                "wallet:0020000000000014:offline:" + PURSE + ":1",
                100_000,
                counter,
                head,
                new PurseFact.Limits(1, 100_000, 20_000, 50_000, 20, 100_000, 5, 30_000),
                closing,
                1);
    }

    void debit(UnaryOperator<Change> changes) {
        debit = changes.apply(new Change(debit)).debit();
    }

    /// What the chip has paid before, in order.
    void paid(Debit... debits) {
        for (var each : debits) {
            book.take(
                    each,
                    each.hash(),
                    new Finding.Pays(Verdict.ACCEPTED, Bearer.NONE, java.util.Set.of(), Funding.RESERVE_FIRST),
                    PAID);
        }
    }

    static PurseFact.Purse purse() {
        return that(_ -> {}).payer();
    }

    private PurseFact.Purse payer() {
        return new PurseFact.Purse(
                PURSE,
                new WalletParty("0020000000000014", "002"),
                "person-1",
                "0001",
                state,
                java.util.List.of(new PurseFact.Certificate(SERIAL, "key", notBefore, notAfter)),
                revokedIn,
                lostAt,
                1);
    }

    Finding judged() {
        return Judge.judge(copyOf());
    }

    /// What it shows of the purse beside what else that has signed.
    Optional<Verdict> shows() {
        var it = copyOf();
        return Contradiction.of(it, Judge.judge(it));
    }

    private Case copyOf() {
        var facts = new HashMap<String, PurseFact>();
        if (registered) {
            facts.put(PURSE, payer());
        }
        load.ifPresent(it -> facts.put(it.key(), it));
        lists.forEach((number, at) -> facts.put("list/" + number, new PurseFact.RevocationList(number, at)));
        var shown = new HashMap<Shown.Key, PurseFact.Certificate>();
        var certificate = new PurseFact.Certificate(
                SERIAL, "key", PAID.minus(DAY.multipliedBy(300)), PAID.plus(DAY.multipliedBy(300)));
        if (payeeShown) {
            shown.put(new Shown.Key(TILL, SERIAL), certificate);
        }
        if (payerShown) {
            shown.put(new Shown.Key(PURSE, SERIAL), certificate);
        }
        var store = new Payee(
                "105",
                Optional.of("1"),
                "Tea",
                Optional.empty(),
                new WalletParty("0020000000000022", "002"),
                "shop",
                true,
                1);
        var tills = new HashMap<String, Tills.Till>();
        till.ifPresent(active ->
                tills.put("00000001", new Tills.Till(new SignerKey.Terminal("00000001", "105", "1"), active)));
        var known = new Facts(
                new PurseCopies(
                        facts, lists.keySet().stream().mapToInt(n -> n).max().orElse(0)),
                new Tills(tills),
                new Payees(Map.of(store.key(), store)),
                new Shown(shown));
        var signature = Octets.of(new byte[64]);
        var voucher = new Voucher(new Signed<>(debit, signature), Optional.of(signature));
        var copy = new Copy(UUID.randomUUID(), 0, uploader, count, sumFen, received, voucher);
        return new Case(copy, known, book, nonces, signatures, SETTINGS, received.plus(waited));
    }

    /// A debit with other values.
    static final class Change {
        private final Debit before;
        private String payer;
        private int load;
        private int counter;
        private Hash previous;
        private long amountFen;
        private long balanceFen;
        private Octets nonce;
        private int revocations;
        private int policy;
        private boolean pinVerified;
        private boolean poweredOff;
        private int hop;

        Change(Debit debit) {
            this.before = debit;
            this.payer = debit.payer();
            this.load = debit.load();
            this.counter = debit.counter();
            this.previous = debit.previous();
            this.amountFen = debit.amountFen();
            this.balanceFen = debit.balanceFen();
            this.nonce = debit.nonce();
            this.revocations = debit.revocations();
            this.policy = debit.policy();
            this.pinVerified = debit.pinVerified();
            this.poweredOff = debit.poweredOff();
            this.hop = debit.hop();
        }

        Change counter(int value, Hash behind) {
            counter = value;
            previous = behind;
            return this;
        }

        Change by(String purse, Octets used) {
            payer = purse;
            nonce = used;
            return this;
        }

        Change load(int value) {
            load = value;
            return this;
        }

        Change amount(long valueFen) {
            amountFen = valueFen;
            balanceFen = 100_000 - valueFen;
            return this;
        }

        Change says(int list, boolean pin, boolean noPower, int hops, int limits) {
            revocations = list;
            pinVerified = pin;
            poweredOff = noPower;
            hop = hops;
            policy = limits;
            return this;
        }

        Change balance(long valueFen) {
            balanceFen = valueFen;
            return this;
        }

        Debit debit() {
            return new Debit(
                    payer,
                    before.payerCertificate(),
                    load,
                    counter,
                    previous,
                    amountFen,
                    balanceFen,
                    before.payee(),
                    before.payeeCertificate(),
                    nonce,
                    before.payeeTime(),
                    revocations,
                    policy,
                    pinVerified,
                    poweredOff,
                    hop);
        }
    }
}
