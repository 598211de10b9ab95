package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.payment.payee.Payees;
import cn.jiaozi.payment.purse.Shown;
import cn.jiaozi.payment.purse.Tills;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateAuthority;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.key.Signer;
import cn.jiaozi.sdk.voucher.Limits;
import cn.jiaozi.sdk.voucher.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// Keys and certificates of everybody, made when they are first needed and shared by all seeds. They are the
/// same in every run, so that a seed is the same to the last hash.
final class World {
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final int PURSES = 2_000;
    static final int TILLS = 200;
    /// The last payees are no tills but purses that take payments.
    static final int PURSE_PAYEES = 10;
    static final Limits LIMITS = new Limits(1, 100_000, 20_000, 50_000, 20, 100_000, 5, 30_000);

    private static final String OPERATOR = "002";
    private static final Duration DAY = Duration.ofDays(1);

    private final Signer operatorKey = new FastKey(2);
    private final CertificateAuthority root = CertificateAuthority.root(
            "Simulated Root", new FastKey(1), START.minus(DAY), DAY.multipliedBy(7_300), new Random(1));
    private final Certificate operator = root.issue(
            CertificateRole.OPERATOR,
            "Operator",
            OPERATOR,
            operatorKey.verifying(),
            START.minus(DAY),
            DAY.multipliedBy(1_825));
    private final Map<Integer, Device> purses = new ConcurrentHashMap<>();
    private final List<Device> payees;
    final Trust trust = new Trust(root.certificate());
    final Device signatory;
    final Tills tills;
    final Payees stores;
    /// Every upload brings the certificates of its payers.
    final Shown shown = new Shown(new ConcurrentHashMap<>());

    /// Something with a key.
    ///
    /// @param chains its certificates, the first one first
    record Device(String id, Signer key, List<Chain> chains) {
        /// The one that it should have.
        Chain chain(Instant at) {
            return chains.reversed().stream()
                    .filter(chain -> chain.holder().isValidAt(at))
                    .findFirst()
                    .orElse(chains.getLast());
        }
    }

    World() {
        signatory = device(CertificateRole.SIGNATORY, "Signatory 1", 3, DAY.multipliedBy(730));
        payees = IntStream.range(0, TILLS).parallel().mapToObj(this::newPayee).toList();
        var byId = new HashMap<String, Tills.Till>();
        var byStore = new HashMap<String, Payee>();
        for (var device : payees) {
            show(device);
            if (Party.isTerminal(device.id())) {
                var id = Party.terminalId(device.id());
                var store =
                        new Payee("105", Optional.of(id), id, Optional.empty(), wallet(device.id()), "shop", true, 1);
                byId.put(id, new Tills.Till(new SignerKey.Terminal(id, "105", id), true));
                byStore.put(store.key(), store);
            }
        }
        tills = new Tills(byId);
        stores = new Payees(byStore);
    }

    static WalletParty wallet(String party) {
        return new WalletParty("W" + party, OPERATOR);
    }

    Device purse(int number) {
        return purses.computeIfAbsent(number, _ -> show(newPurse(number)));
    }

    Device payee(int number) {
        return payees.get(number);
    }

    PurseFact.Certificate fact(Chain chain) {
        var holder = chain.holder();
        return new PurseFact.Certificate(serial(chain), holder.key().encoded(), holder.notBefore(), holder.notAfter());
    }

    private Device show(Device device) {
        device.chains().forEach(chain -> shown.byKey().put(new Shown.Key(device.id(), serial(chain)), fact(chain)));
        return device;
    }

    /// Some certificates end within the four weeks, and some of these are renewed the day before.
    private Device newPurse(int number) {
        boolean ends = number % 20 == 3;
        var validity = ends ? DAY.multipliedBy(6 + number % 17) : DAY.multipliedBy(730);
        var device = device(CertificateRole.PURSE, "P%015d".formatted(number), 1_000 + number, validity);
        if (!ends || number % 40 == 3) {
            return device;
        }
        var from = START.plus(validity).minus(DAY);
        var renewed = authority(5_000 + number)
                .issue(
                        CertificateRole.PURSE,
                        device.id(),
                        OPERATOR,
                        device.key().verifying(),
                        from,
                        DAY.multipliedBy(730));
        return new Device(device.id(), device.key(), List.of(device.chains().getFirst(), new Chain(renewed, operator)));
    }

    private Device newPayee(int number) {
        boolean ends = number % 50 == 9;
        var validity = ends ? DAY.multipliedBy(14) : DAY.multipliedBy(365);
        return number < TILLS - PURSE_PAYEES
                ? device(CertificateRole.TERMINAL, Party.terminal("%08d".formatted(number)), 10_000 + number, validity)
                : device(CertificateRole.PURSE, "PAYEE%011d".formatted(number), 10_000 + number, validity);
    }

    private Device device(CertificateRole role, String id, int seed, Duration validity) {
        var key = new FastKey(seed);
        var certificate =
                authority(seed).issue(role, id, OPERATOR, key.verifying(), START.minus(DAY), validity.plus(DAY));
        return new Device(id, key, List.of(new Chain(certificate, operator)));
    }

    /// One for each device, so that serial numbers do not depend on the order in which they are made.
    private CertificateAuthority authority(int seed) {
        return new CertificateAuthority(operator, operatorKey, new Random(seed));
    }

    static String serial(Chain chain) {
        return chain.holder().serial().hex();
    }
}
