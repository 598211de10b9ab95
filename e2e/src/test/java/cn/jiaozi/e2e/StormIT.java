package cn.jiaozi.e2e;

import static cn.jiaozi.e2e.Town.id;
import static cn.jiaozi.e2e.Town.ofOrder;
import static cn.jiaozi.e2e.Town.p2p;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.Topics;
import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.e2e.Town.Person;
import cn.jiaozi.e2e.Town.Shop;
import cn.jiaozi.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Many callers at once, ids repeated and reused, records twice and out of order, one service killed in the middle;
/// then the books are read. `-Djiaozi.seed=N` plays one storm alone.
class StormIT {
    private static final int ACTS = 1_000;
    private static final Town town = Town.only();

    private final List<Person> payers = new ArrayList<>();
    private final List<Person> payees = new ArrayList<>();
    private final List<Shop> shops = new ArrayList<>();
    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private final List<String> contradictions = Collections.synchronizedList(new ArrayList<>());

    static java.util.stream.Stream<org.junit.jupiter.params.provider.Arguments> seeds() {
        return Seeds.of(1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyInvariantHoldsAndEveryPaymentIsFinal(long seed) throws InterruptedException {
        RandomGenerator random = Seeds.random(seed);
        for (int i = 0; i < 6; i++) {
            payers.add(town.classIi("payer", 300_000));
            payees.add(town.classIv("payee"));
        }
        shops.add(town.shop("shop"));
        shops.add(town.shop("shop"));

        var permits = new Semaphore(48);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < ACTS; i++) {
                permits.acquire();
                Runnable act = act(random.nextInt(100), random);
                callers.execute(() -> {
                    try {
                        act.run();
                    } finally {
                        permits.release();
                    }
                });
                if (i == ACTS / 3) {
                    replay(seed);
                }
                if (i == ACTS / 2) {
                    town.suite.kill("wallet-service");
                }
            }
        }
        replay(seed + 1);

        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(town.books.differences()).isEmpty());
        assertThat(contradictions).isEmpty();
        assertThat(seen.values()).contains("SUCCEEDED", "FAILED INSUFFICIENT_FUNDS");
        whatWasToldIsInTheBooks();
        altersALegAndIsFoundOut();
    }

    private Runnable act(int dice, RandomGenerator random) {
        Person payer = payers.get(random.nextInt(payers.size()));
        Person payee = payees.get(random.nextInt(payees.size()));
        Shop shop = shops.get(random.nextInt(shops.size()));
        long fen = 1L + random.nextInt(dice % 7 == 0 ? 400_000 : 3_000);
        String id = id("storm");
        if (dice < 40) {
            return () -> pay(payer, id, p2p(payer, payee, fen));
        }
        if (dice < 55) {
            // A till that lost its reply asks three times, all at once.
            return () -> together(
                    pays(payer, id, p2p(payer, payee, fen)),
                    pays(payer, id, p2p(payer, payee, fen)),
                    pays(payer, id, p2p(payer, payee, fen)));
        }
        if (dice < 60) {
            return () -> together(pays(payer, id, p2p(payer, payee, fen)), pays(payer, id, p2p(payer, payee, fen + 1)));
        }
        if (dice < 80) {
            Person other = payers.get(random.nextInt(payers.size()));
            boolean refund = random.nextBoolean();
            return () -> {
                String order = town.order(shop, fen);
                String first = id("storm");
                together(
                        pays(payer, first, ofOrder(payer, shop, order, fen)),
                        pays(other, id("storm"), ofOrder(other, shop, order, fen)));
                if (refund) {
                    refund(payer, first, shop, fen);
                }
            };
        }
        if (dice < 90) {
            return () -> town.exchange(payer, dice % 2 == 0 ? "EXCHANGE_IN" : "REDEEM", fen);
        }
        return () -> {
            String path = "/v1/wallets/" + payer.walletId() + "/restrictions/" + id("storm");
            town.api.put(
                    town.clerk(),
                    path,
                    Map.of(
                            "type",
                            dice % 2 == 0 ? "NO_DEBIT" : "NO_CREDIT",
                            "authority",
                            "COURT",
                            "reasonCode",
                            "STORM"));
            town.api.put(town.clerk(), path + "/release", Map.of());
        };
    }

    private void refund(Person payer, String payment, Shop shop, long fen) {
        Answer paid = town.api.get(payer.token(), "/v1/payments/" + payment);
        String path = "/v1/payments/" + paid.text("paymentId") + "/refunds/";
        var refunds = new ArrayList<CompletableFuture<Answer>>();
        for (int i = 0; i < 3; i++) {
            refunds.add(town.api.putAsync(shop.token(), path + id("refund"), Map.of("amountFen", fen / 2 + 1), 20));
        }
        refunds.forEach(CompletableFuture::join);
    }

    private void pay(Person payer, String id, Map<String, Object> body) {
        together(pays(payer, id, body));
    }

    private CompletableFuture<Answer> pays(Person payer, String id, Map<String, Object> body) {
        return town.api.putAsync(payer.token(), "/v1/payments/" + id, body, 20).whenComplete((answer, _) -> {
            if (answer != null && (answer.status() == 200 || answer.status() == 201)) {
                String before = seen.put(payer.party() + "/" + id, answer.outcome());
                if (before != null && !before.equals(answer.outcome())) {
                    contradictions.add(id + " was " + before + ", then " + answer.outcome());
                }
            }
        });
    }

    @SafeVarargs
    private static void together(CompletableFuture<Answer>... answers) {
        for (var answer : answers) {
            // A reply may be lost while a service is killed; the books tell what became of it.
            answer.exceptionally(_ -> null).join();
        }
    }

    /// Everything a caller was told with a 2xx stands in the payments as it was told.
    private void whatWasToldIsInTheBooks() {
        var stored = town.books.rows(
                "payment",
                "select requested_by || '/' || act_id, trim(state || ' ' || coalesce(reason, '')) from payment");
        var told = new HashMap<>(seen);
        told.replaceAll((key, _) -> stored.getOrDefault(key, "nothing"));
        assertThat(told).isEqualTo(seen);
    }

    /// Sends a part of what every topic has carried again, shuffled.
    private static void replay(long seed) {
        var random = new Random(seed);
        var settings = Map.<String, Object>of(
                "bootstrap.servers",
                town.suite.kafka(),
                "group.id",
                "storm-" + seed,
                "enable.auto.commit",
                false,
                "isolation.level",
                "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
                var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            var partitions = List.of(Topics.PAYMENT, Topics.WALLET, Topics.LEDGER_REQUEST, Topics.LEDGER).stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<String, String>>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            Collections.shuffle(records, random);
            records.stream().limit(records.size() / 2).forEach(record -> {
                var _ = producer.send(new ProducerRecord<>(record.topic(), record.key(), record.value()));
            });
            producer.flush();
        }
    }

    private static void altersALegAndIsFoundOut() {
        String leg = "(select min(height) from entry where kind = 'POST')";
        assertThat(town.books.update("ledger", "update transfer set amount_fen = amount_fen + 1 where height = " + leg))
                .isPositive();

        assertThat(town.books.differences()).isNotEmpty();
        assertThat(town.api
                        .get(town.auditor(), "/v1/invariants")
                        .body()
                        .path("ok")
                        .asBoolean())
                .isFalse();

        town.books.update("ledger", "update transfer set amount_fen = amount_fen - 1 where height = " + leg);
        assertThat(town.books.differences()).isEmpty();
    }
}
