package cn.jiaozi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.local.Options;
import cn.jiaozi.local.Suite;
import cn.jiaozi.sdk.key.Curve;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One suite for nearly all tests of this module, real processes, and the people who live there.
final class Town {
    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger NEXT = new AtomicInteger(1000);
    final Suite suite;
    final Api api;
    final Books books;
    private final HttpClient http = HttpClient.newHttpClient();

    record Person(String party, String token, String walletId) {
        String address() {
            return "wallet:" + walletId + ":available";
        }
    }

    record Shop(String party, String token, String walletId, String merchantNo) {}

    /// Started when the first test asks for it.
    private static final class Only {
        static final Town TOWN = new Town(Suite.start(options("suite")));
    }

    Town(Suite suite) {
        this.suite = suite;
        this.api = new Api(suite.gateway());
        this.books = new Books(suite.running());
    }

    static Town only() {
        return Only.TOWN;
    }

    /// Beside other suites, on a folder of its own below `target`.
    static Options options(String folder) {
        Path root = Path.of(System.getProperty("jiaozi.root", ".."))
                .toAbsolutePath()
                .normalize();
        return Options.of(root, temporary(folder)).withRandomPorts().withoutTraining();
    }

    private static Path temporary(String folder) {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target")), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Unique in this run, and a good act id.
    static String id(String what) {
        return what + "-" + NEXT.incrementAndGet();
    }

    String token(String party, String... roles) {
        return suite.tokens().token(party, roles);
    }

    String clerk() {
        return token("clerk", "OPERATOR");
    }

    /// Another operator, who reviews what the clerk has asked for.
    String reviewer() {
        return token("reviewer", "OPERATOR");
    }

    String auditor() {
        return token("auditor", "AUDITOR");
    }

    /// With a deposit account at the bank that holds ¥10,000,000.00.
    Person classIi(String name, long fen) {
        int n = NEXT.incrementAndGet();
        String party = name + "-" + n;
        String token = token(party, "CUSTOMER");
        String account = Papers.accountNo(n);
        core(
                "PUT",
                "/core/v1/accounts/" + account,
                Map.of(
                        "name",
                        "测试" + n,
                        "idNo",
                        Papers.idNo(n),
                        "phone",
                        Papers.phone(n),
                        "balanceFen",
                        1_000_000_000L));
        String wallet = opened(
                token,
                Map.of(
                        "walletClass",
                        "CLASS_II",
                        "phone",
                        Papers.phone(n),
                        "name",
                        "测试" + n,
                        "idType",
                        "IT01",
                        "idNo",
                        Papers.idNo(n),
                        "bankAccount",
                        Map.of("accountNo", account)));
        var person = new Person(party, token, wallet);
        phone(person);
        if (fen > 0) {
            ended(exchange(person, "EXCHANGE_IN", fen), "SUCCEEDED");
        }
        return person;
    }

    Person classIv(String name) {
        int n = NEXT.incrementAndGet();
        String party = name + "-" + n;
        String token = token(party, "CUSTOMER");
        var person =
                new Person(party, token, opened(token, Map.of("walletClass", "CLASS_IV", "phone", Papers.phone(n))));
        phone(person);
        return person;
    }

    /// With which the person signs from now on.
    private void phone(Person person) {
        ended(api.device(person.token(), id("phone")), "ACTIVE");
    }

    /// A corporate wallet as a person: no limits, a linked account with ¥10,000,000.00.
    Person company(String name, long fen) {
        int n = NEXT.incrementAndGet();
        String party = name + "-" + n;
        String account = Papers.accountNo(n);
        core("PUT", "/core/v1/accounts/" + account, Map.of("name", "公司" + n, "balanceFen", 1_000_000_000L));
        String wallet = opened(
                clerk(),
                Map.of(
                        "walletClass",
                        "CORPORATE",
                        "name",
                        "公司" + n,
                        "uscc",
                        Papers.creditCode(n),
                        "legalRepresentative",
                        "掌柜",
                        "ownerParty",
                        party,
                        "bankAccount",
                        Map.of("accountNo", account)));
        var company = new Person(party, token(party, "MERCHANT", "CUSTOMER"), wallet);
        if (fen > 0) {
            ended(exchange(company, "EXCHANGE_IN", fen), "SUCCEEDED");
        }
        return company;
    }

    Shop shop(String name) {
        Person company = company(name, 0);
        int n = NEXT.incrementAndGet();
        Answer registered = ended(
                Onboarding.onboarded(
                        api,
                        clerk(),
                        reviewer(),
                        id("register"),
                        Onboarding.application(
                                "店" + n,
                                Papers.creditCode(n),
                                company.walletId(),
                                accountNo(company.party()),
                                company.party())),
                "ACTIVE");
        return new Shop(company.party(), company.token(), company.walletId(), registered.text("merchantNo"));
    }

    /// Of the deposit account of a company, by the number in its party.
    static String accountNo(String party) {
        return Papers.accountNo(Integer.parseInt(party.substring(party.lastIndexOf('-') + 1)));
    }

    Till till(Shop shop) {
        return Till.activated(api, shop.token(), shop.merchantNo(), id("till"), Curve.SM2);
    }

    /// Nineteen digits that the person's phone shows.
    String code(Person person) {
        return ended(
                        api.put(
                                person.token(),
                                "/v1/payment-codes/" + id("code"),
                                Map.of("walletId", person.walletId())),
                        "ISSUED")
                .text("paymentCode");
    }

    private String opened(String token, Map<String, Object> body) {
        return ended(api.put(token, "/v1/wallet-openings/" + id("opening"), body), "ACTIVE")
                .text("walletId");
    }

    Answer exchange(Person person, String kind, long fen) {
        return api.put(
                person.token(),
                "/v1/wallets/" + person.walletId() + "/exchanges/" + id("exchange"),
                Map.of("kind", kind, "amountFen", fen));
    }

    static Map<String, Object> p2p(Person from, Person to, long fen) {
        return Map.of(
                "kind", "P2P", "payerWalletId", from.walletId(), "payeeWalletId", to.walletId(), "amountFen", fen);
    }

    static Map<String, Object> ofOrder(Person from, Shop shop, String order, long fen) {
        return Map.of(
                "kind",
                "ORDER",
                "payerWalletId",
                from.walletId(),
                "merchantNo",
                shop.merchantNo(),
                "orderId",
                order,
                "amountFen",
                fen);
    }

    Answer pay(Person from, Person to, long fen) {
        return api.put(from.token(), "/v1/payments/" + id("pay"), p2p(from, to, fen));
    }

    String order(Shop shop, long fen) {
        String id = id("order");
        // A merchant that was registered a moment ago is known to payment-service a moment later.
        Awaitility.await()
                .until(
                        () -> api.put(
                                shop.token(),
                                "/v1/merchants/" + shop.merchantNo() + "/orders/" + id,
                                Map.of("amountFen", fen, "subject", "Tea 茶")),
                        answer -> answer.text("state").equals("OPEN"));
        return id;
    }

    long balance(Person person) {
        Answer answer = api.get(person.token(), "/v1/accounts/" + person.address());
        assertThat(answer.status()).isEqualTo(200);
        return answer.number("balanceFen");
    }

    JsonNode faults(Map<String, Object> faults) {
        return core("PUT", "/core/v1/faults", faults);
    }

    JsonNode noFaults() {
        return faults(Map.of(
                "loseEvery",
                0,
                "slowEvery",
                0,
                "slowMs",
                0,
                "failEvery",
                0,
                "lateEvery",
                0,
                "lateMs",
                0,
                "silent",
                false));
    }

    JsonNode core(String method, String path, Object body) {
        var request = HttpRequest.newBuilder(suite.core().resolve(path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Answer ended(Answer answer, String outcome) {
        assertThat(answer.outcome()).as(String.valueOf(answer)).isEqualTo(outcome);
        return answer;
    }
}
