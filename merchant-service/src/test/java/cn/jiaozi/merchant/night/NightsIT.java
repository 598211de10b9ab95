package cn.jiaozi.merchant.night;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.merchant.Callers;
import cn.jiaozi.testkit.Seeds;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Payouts and the business day, whose steps are killed at random points, seed by seed: whatever has died, each payout
/// that was due is paid once, and the files are those of a night in which nothing has died.
///
/// `-Djiaozi.nights=1000` plays so many seeds, `-Djiaozi.seed=N` one of them.
@NightTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NightsIT {
    private static final Logger log = LoggerFactory.getLogger(NightsIT.class);
    private static final int NIGHTS = Integer.getInteger("jiaozi.nights", 6);

    /// Different days, sales and fates; each is lived through undisturbed once.
    private static final int WORLDS = 20;

    private final Service service;
    private final Street street;
    private final Map<Long, Outcome> calm = new HashMap<>();
    private int killed;

    NightsIT(ApplicationContext context, WebTestClient http, DatabaseClient client, SetClock clock, Death death) {
        this.service = new Service(context, http, client, clock, death);
        this.street = new Street(new Callers(http), service);
    }

    static Stream<Arguments> seeds() {
        return Seeds.of(NIGHTS);
    }

    @BeforeAll
    void open() {
        service.stopClockwork();
        street.open();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void paysOnceAndWritesTheSameWhateverIsKilled(long seed) {
        long world = seed % WORLDS;
        var expected =
                calm.computeIfAbsent(world, _ -> night(world, Mischief.NONE).play());
        Seeds.play(seed, _ -> {
            var mischief = new Mischief(new Random(seed));
            night(world, mischief).play().requireSameAs(expected);
            killed += mischief.killed();
        });
    }

    private Night night(long world, Mischief mischief) {
        return new Night(service, street, world, mischief);
    }

    /// A test in which nobody dies would show nothing.
    @AfterAll
    void tell() {
        log.info("{} nights, killed {} times", NIGHTS, killed);
        assertThat(killed).isGreaterThan(Long.getLong("jiaozi.seed") == null ? 3 * NIGHTS : -1);
    }
}
