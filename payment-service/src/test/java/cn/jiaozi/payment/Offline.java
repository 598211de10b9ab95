package cn.jiaozi.payment;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateAuthority;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.upload.Batch;
import cn.jiaozi.sdk.upload.BatchHeader;
import cn.jiaozi.sdk.upload.Piece;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Party;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Plays the chips, the tills, the owners of what is copied, and the ledger around the service under test.
public final class Offline {
    public static final CertificateAuthority ROOT = CertificateAuthority.root(
            "Test Root",
            SigningKey.generate(Curve.SM2),
            Instant.parse("2025-01-01T00:00:00Z"),
            Duration.ofDays(7_300),
            new Random(7));
    private static final CertificateAuthority OPERATOR = operator(ROOT);
    public static final Holder SIGNATORY = holder(CertificateRole.SIGNATORY, "S1", OPERATOR);

    private static final long LOADED_FEN = 100_000;

    private final EventsAwaited events = new EventsAwaited();
    private final WebTestClient http;
    private final Map<String, Long> balances = new HashMap<>();
    private final Set<String> wallets = new HashSet<>();
    private final Set<String> answered = new HashSet<>();
    private final List<LedgerEvent.Leg> moved = new ArrayList<>();

    /// Somebody with a key and a certificate.
    public record Holder(SigningKey key, Chain chain) {
        public String party() {
            return chain.holder().subject();
        }

        Octets serial() {
            return chain.holder().serial();
        }
    }

    /// A till that payment-service knows, and the wallet of its store.
    public record Till(Holder holder, String token, SignerKey fact, String wallet) {}

    /// A chip with one load; it signs what it is told.
    public static final class Chip {
        public final Holder holder;
        public final String wallet;
        public final int load = 1;
        /// Of revocations, that its payees check against.
        public int list = 1;
        /// By the clocks of its payees.
        public Instant time = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        /// Of its payees; a fresh one each time where none is given.
        public Optional<Octets> nonce = Optional.empty();
        private int counter;
        private Hash head = Hash.ZERO;
        private long balanceFen = LOADED_FEN;

        Chip(Holder holder, String wallet) {
            this.holder = holder;
            this.wallet = wallet;
        }

        public String purse() {
            return holder.party();
        }

        public int counter() {
            return counter;
        }

        public Hash head() {
            return head;
        }

        public long balanceFen() {
            return balanceFen;
        }

        /// What a thief would copy.
        public Chip cloned() {
            var clone = new Chip(holder, wallet);
            clone.counter = counter;
            clone.head = head;
            clone.balanceFen = balanceFen;
            return clone;
        }

        public Debit debit(Holder payee, long amountFen) {
            balanceFen -= amountFen;
            counter++;
            var debit = new Debit(
                    purse(),
                    holder.serial(),
                    load,
                    counter,
                    head,
                    amountFen,
                    Math.max(0, balanceFen),
                    payee.party(),
                    payee.serial(),
                    nonce.orElseGet(() -> Octets.random(16, ThreadLocalRandom.current())),
                    time,
                    list,
                    1,
                    false,
                    false,
                    0);
            head = debit.hash();
            return debit;
        }

        public Voucher pay(Holder payee, long amountFen) {
            return signed(debit(payee, amountFen), payee);
        }

        public Voucher signed(Debit debit, Holder payee) {
            return Voucher.acknowledgedBy(payee.key(), Signed.by(holder.key(), debit));
        }
    }

    public Offline(WebTestClient http) {
        this.http = http;
        events.send(
                Topics.PURSE,
                "list/1",
                new PurseFact.RevocationList(1, Instant.now().minus(Duration.ofHours(2))));
    }

    public static CertificateAuthority operator(CertificateAuthority root) {
        var key = SigningKey.generate(Curve.SM2);
        var certificate = root.issue(
                CertificateRole.OPERATOR,
                "Operator 002",
                "002",
                key.verifying(),
                Instant.now().minus(Duration.ofDays(300)),
                Duration.ofDays(1_825));
        return new CertificateAuthority(certificate, key, new Random());
    }

    public static Holder holder(CertificateRole role, String subject, CertificateAuthority operator) {
        var key = SigningKey.generate(Curve.SM2);
        var certificate = operator.issue(
                role, subject, "002", key.verifying(), Instant.now().minus(Duration.ofDays(100)), Duration.ofDays(365));
        return new Holder(key, new Chain(certificate, operator.certificate()));
    }

    public static Holder anybody(CertificateRole role, String subject) {
        return holder(role, subject, OPERATOR);
    }

    public EventsAwaited events() {
        return events;
    }

    public Till aTill() {
        var terminalId = Ring.digits(8);
        var merchantNo = Ring.digits(15);
        var wallet = Ring.digits(16);
        var holder = holder(CertificateRole.TERMINAL, Party.terminal(terminalId), OPERATOR);
        var store = new Payee(
                merchantNo,
                Optional.of("000001"),
                "Tea",
                Optional.of("5812"),
                new WalletParty(wallet, "002"),
                "shop-" + merchantNo,
                true,
                1);
        var key = new SignerKey(
                "key-" + terminalId,
                holder.chain().holder().key().encoded(),
                store.party(),
                Optional.of(new SignerKey.Terminal(terminalId, merchantNo, "000001")),
                true,
                1);
        events.send(Topics.MERCHANT_PAYEE, store.key(), store);
        events.send(Topics.TERMINAL_KEY, key.keyId(), key);
        return new Till(holder, TestTokens.ofTerminal(store.party(), terminalId, merchantNo, "000001"), key, wallet);
    }

    public Chip aChip() {
        var chip = aSilentChip();
        introduce(chip);
        awaitKnown(chip);
        return chip;
    }

    /// One that nobody has told the service of.
    public Chip aSilentChip() {
        var chip = new Chip(holder(CertificateRole.PURSE, "P" + Ring.digits(15), OPERATOR), Ring.digits(16));
        balances.put(Addresses.reserve(chip.wallet, chip.purse(), 1), LOADED_FEN);
        wallets.add(chip.wallet);
        return chip;
    }

    public void introduce(Chip chip) {
        tell(purse(chip, UnaryOperator.identity()));
        tell(load(chip, Optional.empty(), 1));
    }

    /// Takes from the reserve, as vouchers do that are not in the test.
    public void spend(Chip chip, long amountFen) {
        balances.merge(Addresses.reserve(chip.wallet, chip.purse(), 1), -amountFen, Long::sum);
    }

    /// Until the service has heard of the chip's load, it would let anybody upload for it.
    public void awaitKnown(Chip chip) {
        var path = "/v1/voucher-batches/" + Ring.anId();
        var batch = announcement(batch(chip.holder, List.of(), List.of(Octets.of(new byte[1]))));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        put(TestTokens.of("nobody", "CUSTOMER"), path, batch).status() == 403);
    }

    public void tell(PurseFact fact) {
        events.send(Topics.PURSE, fact.key(), fact);
    }

    public static PurseFact.Purse purse(Chip chip, UnaryOperator<PurseFact.Purse> change) {
        Certificate certificate = chip.holder.chain().holder();
        return change.apply(new PurseFact.Purse(
                chip.purse(),
                new WalletParty(chip.wallet, "002"),
                "person-" + chip.purse(),
                "0001",
                PurseState.ACTIVE,
                List.of(new PurseFact.Certificate(
                        certificate.serial().hex(),
                        certificate.key().encoded(),
                        certificate.notBefore(),
                        certificate.notAfter())),
                Optional.empty(),
                Optional.empty(),
                1));
    }

    public static PurseFact.Load load(Chip chip, Optional<PurseFact.Closing> closing, long version) {
        return new PurseFact.Load(
                chip.purse(),
                1,
                Addresses.reserve(chip.wallet, chip.purse(), 1),
                LOADED_FEN,
                0,
                Hash.ZERO.hex(),
                new PurseFact.Limits(1, LOADED_FEN, 50_000, 50_000, 20, LOADED_FEN, 5, 30_000),
                closing,
                version);
    }

    /// A batch with one voucher a piece, with all the certificates.
    public static Batch batch(Holder uploader, List<Chain> chains, List<Octets> vouchers) {
        var operators =
                chains.stream().map(chain -> chain.operator().der()).distinct().toList();
        var holders =
                chains.stream().map(chain -> chain.holder().der()).distinct().toList();
        var pieces = vouchers.stream()
                .map(voucher -> new Piece(operators, holders, List.of(voucher)))
                .toList();
        var header = new BatchHeader(
                uploader.party(),
                uploader.serial(),
                vouchers.size(),
                0,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                pieces.size(),
                BatchHeader.content(pieces.stream().map(Piece::hash).toList()));
        return new Batch(Signed.by(uploader.key(), header), uploader.chain(), pieces, Optional.empty());
    }

    public static Batch batch(Till till, Voucher... vouchers) {
        return batch(
                till.holder(),
                List.of(),
                Arrays.stream(vouchers).map(v -> Octets.of(v.encoded())).toList());
    }

    public static Map<String, Object> announcement(Batch batch) {
        var body = new HashMap<String, Object>();
        body.put("header", base64(batch.header().encoded()));
        body.put("certificate", batch.uploader().holder().encoded());
        body.put("operator", batch.uploader().operator().encoded());
        body.put("pieces", batch.hashes().stream().map(Hash::hex).toList());
        batch.statement().ifPresent(statement -> body.put("statement", base64(statement.encoded())));
        return body;
    }

    public Ring.Answer put(String token, String path, Object body) {
        return new Ring(http).put(path, token, "", body);
    }

    public Ring.Answer get(String token, String path) {
        return new Ring(http).get(path, token);
    }

    public String file(String token, String path) {
        return Objects.requireNonNull(http.get()
                .uri(path)
                .header(HttpHeaders.AUTHORIZATION, token)
                .header(HttpHeaders.ACCEPT, "text/csv")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    public int putPiece(String token, String id, int number, byte[] bytes) {
        return http.put()
                .uri("/v1/voucher-batches/" + id + "/pieces/" + number)
                .header(HttpHeaders.AUTHORIZATION, token)
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .bodyValue(bytes)
                .exchange()
                .expectBody(byte[].class)
                .returnResult()
                .getStatus()
                .value();
    }

    /// Uploads all of it, and gives its path.
    public String upload(String token, Batch batch) {
        var id = Ring.anId();
        var path = "/v1/voucher-batches/" + id;
        var begun = put(token, path, announcement(batch));
        if (begun.status() != 201) {
            throw new AssertionError(begun.body());
        }
        for (int i = 0; i < batch.pieces().size(); i++) {
            int status = putPiece(token, id, i, batch.pieces().get(i).encoded());
            if (status != 200) {
                throw new AssertionError("piece " + i + ": " + status);
            }
        }
        return path;
    }

    /// Uploads and waits until all is judged, while the ledger answers.
    public Ring.Answer judged(String token, Batch batch) {
        return awaitJudged(token, upload(token, batch));
    }

    public Ring.Answer awaitJudged(String token, String path) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            answer();
                            return get(token, path);
                        },
                        answer -> answer.at("state").equals("JUDGED"));
    }

    /// How many there are of each verdict.
    @SuppressWarnings("unchecked")
    public static Map<String, Object> verdicts(Ring.Answer batch) {
        var verdicts = new HashMap<String, Object>();
        ((List<Map<String, Object>>) batch.at("totals"))
                .forEach(total -> verdicts.put(String.valueOf(total.get("verdict")), total.get("count")));
        return verdicts;
    }

    /// What has been credited to a wallet.
    public long paidTo(String wallet) {
        return moved.stream()
                .filter(leg -> leg.credit().equals(Addresses.wallet(wallet)))
                .mapToLong(LedgerEvent.Leg::amountFen)
                .sum();
    }

    public long reserveFen(Chip chip) {
        return balances.getOrDefault(Addresses.reserve(chip.wallet, chip.purse(), 1), 0L);
    }

    public long owedFen(Chip chip) {
        return -balances.getOrDefault(Addresses.receivable(chip.wallet, chip.purse()), 0L);
    }

    /// The ledger answers what it was asked of accounts that this test has opened.
    private void answer() {
        for (var asked : events.seen(Topics.LEDGER_REQUEST, PostEntry.class, this::isOurs)) {
            if (answered.add(asked.id().businessId() + asked.id().attempt())) {
                events.send(Topics.LEDGER, asked.id().businessId(), answerTo(asked));
            }
        }
    }

    private boolean isOurs(PostEntry asked) {
        return asked.entry().legs().stream()
                .anyMatch(leg -> wallets.stream().anyMatch(wallet -> leg.debit().startsWith("wallet:" + wallet + ":")));
    }

    private LedgerEvent answerTo(PostEntry asked) {
        var at = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var legs = new ArrayList<LedgerEvent.Leg>();
        long restFen = 0;
        for (LegSpec leg : asked.entry().legs()) {
            long floorFen = leg.debit().contains(":receivable:") ? -5 * LOADED_FEN : 0;
            long spareFen = balances.getOrDefault(leg.debit(), 0L) - floorFen;
            long wantedFen = leg.restOf().isPresent() ? restFen : leg.amountFen();
            if (leg.upTo().isPresent()) {
                restFen = wantedFen - Math.min(spareFen, wantedFen);
                wantedFen -= restFen;
            }
            if (wantedFen > spareFen) {
                return new LedgerEvent.Rejected(asked.id(), Reason.INSUFFICIENT_FUNDS, Optional.of(leg.debit()), at);
            }
            if (wantedFen > 0) {
                legs.add(new LedgerEvent.Leg(leg.debit(), leg.credit(), wantedFen));
            }
        }
        legs.forEach(leg -> balances.merge(leg.debit(), -leg.amountFen(), Long::sum));
        moved.addAll(legs);
        return new LedgerEvent.Posted(
                asked.id(),
                new LedgerEvent.Entry(
                        ThreadLocalRandom.current().nextLong(1L << 40),
                        asked.entry().txType(),
                        Ring.DAY,
                        legs,
                        asked.entry().requestedAt(),
                        asked.entry().authorizedAt(),
                        at));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
