package cn.jiaozi.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.testkit.Infrastructure;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What was there before merchants were reviewed, and before there was one log, is there after.
class OnboardingMigrationIT {
    private static final String DATABASE = "merchant_before_reviews";

    @BeforeAll
    static void migrate() throws SQLException {
        Infrastructure.shared().database(DATABASE);
        to("4");
        write("""
                insert into merchant (merchant_no, requested_by, act_id, name, mcc, uscc, wallet_id, party, branch_code,
                                      state, version, registered_at)
                values ('002000100000018', 'clerk', 'act-01', 'Tea', '5812', '91350100M000100Y43', '0023000000000029',
                        'shop', '0001', 'ACTIVE', 1, '2026-11-01 08:00:00Z'),
                       ('002000100000026', 'clerk', 'act-02', 'Rice', '5812', '92350100M000100Y40', '0020000000000022',
                        'shop', '0001', 'ACTIVE', 1, '2026-11-01 09:00:00Z');
                insert into outlet (merchant_no, store_no, act_id, name, version, opened_at)
                values ('002000100000018', '000001', 'act-03', 'Gate', 1, '2026-11-01 10:00:00Z');
                insert into terminal (terminal_id, merchant_no, store_no, act_id, serial_number, kind, location, bound_at)
                values ('00000042', '002000100000018', '000001', 'act-04', 'SN-1', 'POS', 'Hall', '2026-11-01 11:00:00Z');
                insert into terminal_audit (terminal_id, what, who, act_id, key_id, at)
                values ('00000042', 'BOUND', 'clerk', 'act-04', null, '2026-11-01 11:00:00Z'),
                       ('00000042', 'ACTIVATED', 'anonymous', 'act-05', 'key-1', '2026-11-01 12:00:00Z');
                """);
        to("latest");
    }

    @Test
    void movesTheLinesOfTerminals() throws SQLException {
        assertThat(read("""
                        select concat_ws(' ', subject, merchant_no, what, who, act_id, detail, at at time zone 'UTC')
                        from audit_line order by line_no
                        """))
                .containsExactly(
                        "terminal:00000042 002000100000018 BOUND clerk act-04 {} 2026-11-01 11:00:00",
                        "terminal:00000042 002000100000018 ACTIVATED anonymous act-05 {\"keyId\": \"key-1\"}"
                                + " 2026-11-01 12:00:00");
    }

    @Test
    void leavesMerchantsActiveAndSaysWhatTheirNumbersSay() throws SQLException {
        assertThat(read("""
                        select concat_ws(' ', state, version, category, wallet_class, licence_no, state_by,
                                         coalesce(settlement_account_tail, '-'), coalesce(risk_grade, '-'))
                        from merchant order by merchant_no
                        """))
                .containsExactly(
                        "ACTIVE 1 ENTERPRISE CORPORATE 91350100M000100Y43 clerk - -",
                        "ACTIVE 1 SOLE_PROPRIETOR CLASS_II 92350100M000100Y40 clerk - -");
    }

    @Test
    void bindsTerminalsToWhatTheirMerchantsAre() throws SQLException {
        assertThat(read("select concat_ws(' ', acquirer, uscc, location) from terminal"))
                .containsExactly("002 91350100M000100Y43 Hall");
    }

    private static void to(String version) {
        Flyway.configure()
                .dataSource(Infrastructure.shared().jdbcUrl(DATABASE), null, null)
                .locations("classpath:db/migration/chassis", "classpath:db/migration/merchant")
                .target(version)
                .load()
                .migrate();
    }

    private static void write(String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(Infrastructure.shared().jdbcUrl(DATABASE));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> read(String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(Infrastructure.shared().jdbcUrl(DATABASE));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
